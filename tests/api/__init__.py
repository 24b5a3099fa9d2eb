"""The API as partner systems meet it."""
