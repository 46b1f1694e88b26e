//! Over generated pages: see tests/pdf.
