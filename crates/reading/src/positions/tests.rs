//! Steps that need no tree; what is read in whole reports is in `tests/cases/positions/`.

use super::gather::towards;
use super::issue::country_of;
use super::scene::slug;
use rapporteur_record::Stance;

#[test]
fn an_adjective_of_an_unknown_land_names_the_land() {
    for (adjective, land) in
        [("Varosian", "Varosia"), ("Vantirese", "Vantir"), ("Telmarker", "Telmark"), ("Palengans", "Palenga"), ("Orre", "Orre")]
    {
        assert_eq!(country_of(adjective), land);
    }
}

#[test]
fn a_stance_on_the_other_pole_is_turned() {
    assert_eq!(towards(Stance::Demand, -1, false), Stance::Reject);
    assert_eq!(towards(Stance::Reject, -1, false), Stance::Support);
    // Lifting a duty on a condition is refusing the duty on that condition.
    assert_eq!(towards(Stance::AcceptIf, -1, true), Stance::Reject);
    assert_eq!(towards(Stance::Deny, -1, false), Stance::Assert);
    assert_eq!(towards(Stance::Neutral, -1, false), Stance::Neutral);
    assert_eq!(towards(Stance::Demand, 1, false), Stance::Demand);
}

#[test]
fn a_key_has_small_letters_and_hyphens() {
    assert_eq!(slug("the League of Coastal States"), "league-of-coastal-states");
    assert_eq!(slug("O’Brien"), "obrien");
}
