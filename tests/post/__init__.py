"""The outbox: letters are written in a transaction and sent after it, once."""
