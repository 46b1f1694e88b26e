//! Bytes → [`rapporteur_record::Document`]: decoding, unpacking, HTML, PDF, rows of JSONL and
//! CSV, and what of a text is the report itself. The trust boundary: hostile bytes stop here.
