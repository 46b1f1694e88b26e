//! `rapporteur train`: corpora in, a model file out.
