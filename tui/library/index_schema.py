"""The tables of index.db: everything derived from the sources. May be deleted at any time; it is built again."""

from __future__ import annotations

HAS_FILE = 1
"""article.flags: a source holds the article itself."""
LISTED = 2
"""article.flags: the publisher lists it."""
REMOVED = 4
"""article.flags: the publisher took it back."""
VIDEO = 8
"""article.flags and story.has: its type is "video"."""
IMAGE = 16
"""article.flags and story.has: a picture goes with it."""
AMP = 32
"""article.flags and story.has: there is an AMP copy."""
URL = 64
"""article.flags and story.has: it can be read somewhere."""
TEXT = 128
"""article.flags and story.has: its full text is here."""
PLAIN = 256
"""article.flags and story.has: its type is "article"."""
OTHER = 512
"""article.flags and story.has: its type is neither "article" nor "video"."""
PLACED = 1024
"""article.flags: the grouping has seen it."""
COPIES = 2048
"""article.flags: a copy of another article's text; story.has: it holds such copies."""
OPEN = 4096
"""article.flags: the file that spoke for it is gone; what it says stays until another file of it is read."""

READ = 1
"""story.flags: its lead is read."""
STARRED = 2
"""story.flags: one of its articles is starred."""
FRESH = 4
"""story.flags: read, and articles came in since."""
SEEN = 8
"""story.flags: one of its articles has been seen."""
HIDDEN = 16
"""story.flags: a rule hid one of its articles."""
NOTED = 32
"""story.flags: the reader wrote a note about one of its articles."""

EVENT = 0
"""article.role: it reports the story's event."""
HOME = 1
"""article.role: known only through `related` lists and not of the event; it is kept with the story that links it."""

OF_FOLDER = "\x1f"
"""problem.place: found while looking through the folder. No key of a file can be called that."""

OF_LOOK = "\x1e"
"""problem.place: the last look at a source over the network failed."""

SEPARATOR = "\ua66e"
"""A letter that no headline uses (MULTIOCULAR O) and no search can hold. Between two texts, so that no phrase spans
them; and every document begins with its articles' months, such as "\ua66e202307" ("\ua66e0": no date), so that a search
looks through the months asked for only, and "not this word" has something to be excluded from: all that begins so."""

LONGEST_PREFIX = 2
"""Letters of the longest beginnings of words that `words` has an index of."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE fact(name TEXT PRIMARY KEY, value) WITHOUT ROWID",
        "CREATE TABLE source(id INTEGER PRIMARY KEY, place TEXT UNIQUE NOT NULL, checked_at INTEGER)",
        # digest: 16 bytes that tell one content from another. article_id is NULL for a file that gave no article.
        """CREATE TABLE file(
             source_id INTEGER NOT NULL, name TEXT NOT NULL, modified INTEGER NOT NULL, size INTEGER NOT NULL,
             checked INTEGER NOT NULL, digest BLOB NOT NULL, article_id INTEGER,
             PRIMARY KEY(source_id, name)) WITHOUT ROWID""",
        "CREATE INDEX file_article ON file(article_id)",
        # What the file said of its article, as packed JSON, where it cannot be read again: feeds show their newest items only.
        """CREATE TABLE said(
             source_id INTEGER NOT NULL, name TEXT NOT NULL, report BLOB NOT NULL,
             PRIMARY KEY(source_id, name)) WITHOUT ROWID""",
        # What is known of a source over the network (library.origins.OriginState), stored with what came from it.
        """CREATE TABLE origin(
             source_id INTEGER PRIMARY KEY, title TEXT NOT NULL, site TEXT NOT NULL, form TEXT NOT NULL,
             refresh INTEGER NOT NULL, url TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, body BLOB NOT NULL,
             method INTEGER NOT NULL, swept_at INTEGER NOT NULL, tried_at INTEGER NOT NULL, next_at INTEGER NOT NULL,
             leave_until INTEGER NOT NULL, message TEXT NOT NULL, advice TEXT NOT NULL, fails INTEGER NOT NULL,
             failing_since INTEGER NOT NULL, moved_to TEXT NOT NULL, moved INTEGER NOT NULL)""",
        "CREATE TABLE problem(source_id INTEGER NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL)",
        "CREATE INDEX problem_file ON problem(source_id, name)",
        """CREATE TABLE provider(
             id INTEGER PRIMARY KEY, name TEXT NOT NULL, domain TEXT NOT NULL, images TEXT NOT NULL,
             UNIQUE(name, domain, images))""",
        # hash: library.records.number of the article's key. links: packed article ids of the `related` list, in order.
        # refs: how many files' `related` lists name it; with no file and no ref it goes.
        # event_id: the story in which the grouping put it, listed or not; NULL = never placed, 0 = to be placed anew.
        # home_id: of an article without a file, the article that links it and whose story it is kept with.
        """CREATE TABLE article(
             id INTEGER PRIMARY KEY, hash INTEGER UNIQUE NOT NULL, story_id INTEGER, role INTEGER NOT NULL DEFAULT 0,
             time INTEGER, heat INTEGER NOT NULL, quality INTEGER NOT NULL, provider_id INTEGER NOT NULL,
             flags INTEGER NOT NULL, refs INTEGER NOT NULL DEFAULT 0, title TEXT NOT NULL, excerpt TEXT NOT NULL,
             url TEXT NOT NULL, topics TEXT NOT NULL, extra TEXT, links BLOB, event_id INTEGER, home_id INTEGER)""",
        "CREATE INDEX article_story ON article(story_id)",
        "CREATE INDEX article_time ON article(time)",
        "CREATE INDEX article_event ON article(event_id)",
        "CREATE INDEX article_home ON article(home_id) WHERE home_id IS NOT NULL",
        f"CREATE INDEX article_unplaced ON article(time, hash) WHERE flags & {PLACED} = 0",
        # pos: (minute of the newest article << SLOT_BITS) + n. List order, and the full-text index's rowid: newest first then
        # needs no sort and stops after one page (docs/benchmarks.md).
        """CREATE TABLE story(
             pos INTEGER PRIMARY KEY, id INTEGER UNIQUE NOT NULL, lead_id INTEGER NOT NULL, newest INTEGER,
             first INTEGER, heat INTEGER NOT NULL, quality INTEGER NOT NULL, outlets INTEGER NOT NULL,
             articles INTEGER NOT NULL, has INTEGER NOT NULL,
             flags INTEGER NOT NULL, fresh INTEGER NOT NULL)""",
        "CREATE INDEX story_heat ON story(heat, pos)",
        "CREATE INDEX story_quality ON story(quality, pos)",
        "CREATE INDEX story_outlets ON story(outlets, pos)",
        "CREATE INDEX story_first ON story(first, pos)",
        "CREATE INDEX story_unread ON story(pos) WHERE flags & 1 = 0",
        # Few stories each: found without a look at all of them.
        "CREATE INDEX story_starred ON story(pos) WHERE flags & 2",
        "CREATE INDEX story_updated ON story(pos) WHERE flags & 4",
        "CREATE INDEX story_seen ON story(pos) WHERE flags & 8",
        "CREATE INDEX story_hidden ON story(pos) WHERE flags & 16",
        "CREATE INDEX story_video ON story(pos) WHERE has & 8",
        "CREATE INDEX story_text ON story(pos) WHERE has & 128",
        "CREATE INDEX story_other ON story(pos) WHERE has & 512",
        "CREATE INDEX story_copies ON story(pos) WHERE has & 2048",
        "CREATE TABLE story_tag(tag TEXT, pos INTEGER, PRIMARY KEY(tag, pos)) WITHOUT ROWID",
        "CREATE INDEX story_tag_pos ON story_tag(pos)",
        "CREATE TABLE story_source(source_id INTEGER, pos INTEGER, PRIMARY KEY(source_id, pos)) WITHOUT ROWID",
        "CREATE INDEX story_source_pos ON story_source(pos)",
        # stories: how many have such an outlet, domain or topic; none has a row with 0. For completing what is typed.
        "CREATE TABLE value(field TEXT, name TEXT, stories INTEGER NOT NULL, PRIMARY KEY(field, name)) WITHOUT ROWID",
        "CREATE TABLE alias(old INTEGER PRIMARY KEY, new INTEGER NOT NULL)",
        "CREATE INDEX alias_new ON alias(new)",
        # What the grouping knows of words (stories.frequency.Tally), and which of the reader's corrections it obeys.
        """CREATE TABLE word(
             stem TEXT PRIMARY KEY, articles INTEGER NOT NULL, votes INTEGER NOT NULL, new_articles INTEGER NOT NULL,
             new_votes INTEGER NOT NULL) WITHOUT ROWID""",
        # took: that article a was taken out of b's event for it.
        """CREATE TABLE told(
             kind TEXT NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, took INTEGER NOT NULL,
             PRIMARY KEY(kind, a, b)) WITHOUT ROWID""",
        # Events whose articles changed or went since the grouping last looked: whoever writes articles need not tell it.
        "CREATE TABLE touched(event_id INTEGER PRIMARY KEY)",
        f"""CREATE TRIGGER article_edited AFTER UPDATE OF title, excerpt, time, provider_id, links, flags ON article
             WHEN old.flags & {PLACED} AND new.flags & {PLACED} AND (
               old.title <> new.title OR old.excerpt <> new.excerpt OR old.time IS NOT new.time
               OR old.provider_id <> new.provider_id OR old.links IS NOT new.links
               OR old.flags & {HAS_FILE | REMOVED} <> new.flags & {HAS_FILE | REMOVED})
             BEGIN UPDATE article SET flags = flags & ~{PLACED} WHERE id = new.id; END""",
        f"""CREATE TRIGGER article_gone AFTER DELETE ON article WHEN old.event_id IS NOT NULL
             BEGIN
               INSERT OR IGNORE INTO touched SELECT old.event_id WHERE old.event_id <> 0;
               UPDATE article SET home_id = NULL, flags = flags & ~{PLACED} WHERE home_id = old.id;
             END""",
        """CREATE VIRTUAL TABLE words USING fts5(
             lead_title, lead_excerpt, lead_outlet, title, excerpt, outlet, domain, topics, kept,
             content='', prefix='1 2', tokenize="unicode61 remove_diacritics 2")""",
        # Its segments are merged by `IndexWriter.tidy`.
        "INSERT INTO words(words, rank) VALUES('automerge', 0)",
    ),
    ("CREATE INDEX story_noted ON story(pos) WHERE flags & 32",),
)
