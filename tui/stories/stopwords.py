"""Words that say nothing of what happened, in the commonest languages of the news.

Only words that are no content word in another of these languages: German "die" and French "main" are left to their
frequency, because English headlines need them.
"""

from __future__ import annotations

_ENGLISH = """
a about above across after again against ago all almost along already also although always am amid among an and another
any anyone are around as ask at away back be became because become been before behind being below best better between
big both but by call came can cannot come could day did do does doing done down during each early either else end enough
even ever every everyone everything few first for former found from full further gave get gets getting give given go
goes going gone good got great had has have having he her here hers herself him himself his how however i if in including
inside instead into is it its itself just keep know known last late later latest least left less let like likely little
long look looking made make makes making many may me might more most much must my near need needs never new news next no
nor not nothing now of off often old on once one only onto open or other others our out over own part per perhaps put
quite rather read really report reported reportedly reports right said same saw say saying says see seen set several she
should show shows since so some something soon still such take taken takes taking tell than that the their them then
there these they thing things this those though through time to today together told too took top toward towards try
trying two under until up update updated updates upon us use used using very via want wants was way we week weeks well
went were what when where whether which while who whose why will with within without would year years yesterday yet you
your
monday tuesday wednesday thursday friday saturday sunday
it's that's there's here's what's who's let's don't doesn't didn't isn't aren't wasn't weren't can't won't wouldn't
i'm i've we've we're they're you're he's she's
am pm est edt pst pdt gmt utc et bst
reuters afp ians pti prnewswire newswire businesswire globenewswire accesswire rttnews
"""

_OTHERS = """
der das den dem des ein eine einen einem einer eines und oder aber nicht ist sind war waren wird werden wurde wurden hat
haben mit von vom zum zur bei nach aus auf für über unter durch gegen um als auch noch nur wie wenn dass daß sich sein
seine ihre ihr wir sie es ich im am
le la les un une du des et ou mais ne pas est sont était été être ont avec pour dans sur sous par plus aux ce cette ces
son ses sa leur leurs qui que quoi dont où il elle ils elles nous vous au en se lors après selon
el los las uno una unos unas del al y o pero es son fue ser ha han con para por sin sobre entre más su sus este esta
estos estas lo que como tras desde hasta
um uma uns umas do da dos das no na nos nas ao aos à às e ou mas não é são foi ser tem têm com para por sem sobre entre
mais seu sua seus suas este esta que como após
il lo gli i uno del della dello dei degli delle nel nella nei nelle al alla ai alle dal dalla e ed o ma non è sono era
ha hanno con per tra fra più suo sua suoi sue questo questa che come dopo anche
het een en of maar niet zijn wordt werd heeft hebben met van voor bij naar uit op door tegen als ook nog
och att det som av på är för med den till inte om har de ett
og til ikke fra ved
i w z na do nie się jest to że o od po za przez jak dla oraz
ve bir bu için ile da de olarak daha çok olan gibi
и в во на не что с со по к ко у о об от из за для как это его её их но а же бы был была были было будет при до после
также или она он они мы вы который которая которые
في من على إلى عن مع أن إن كان كانت هذا هذه التي الذي بعد قبل بين خلال ما لا قد كما و أو ثم حتى منذ عند كل غير
के का की में है हैं से को पर और ने यह कि एक भी इस लिए था थी थे कर
của và là các cho không được một những với trong này đã để có khi
"""

STOPWORDS = frozenset(_ENGLISH.split()) | frozenset(_OTHERS.split())
"""Lower-case; compared before anything is cut off a word."""
