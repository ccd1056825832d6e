"""The full-screen reader: draws what the core says and turns keys into requests. The only home of Textual and Rich."""
