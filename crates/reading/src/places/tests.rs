//! What places are read in reports of our own, with a small gazetteer of a country that does not exist.
