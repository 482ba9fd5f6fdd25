//! What a written edition says, read with code that shares nothing with the writers.
