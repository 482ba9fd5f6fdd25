//! The proof: a written edition compared with the model, word by word.
