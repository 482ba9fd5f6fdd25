//! The pipeline: project to document to editions to proof.
