"""One text read once: words, blocks, sentences, cues and assertion, with offsets into the original."""
