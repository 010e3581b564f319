use super::*;

#[test]
fn an_identity_reads_back_from_its_text() {
    let identity = Identity::new().unwrap();
    let read = Identity::from_text(&format!(" {}\n", *identity.to_text())).unwrap();
    assert_eq!(read.address(), identity.address());
    assert_eq!(read.key(), identity.key());
    assert_eq!(read.sealing_key(), identity.sealing_key());
    assert_eq!(*read.to_text(), *identity.to_text());
}

#[test]
fn a_relay_s_key_reads_back_from_its_text() {
    let relay = RelayIdentity::new().unwrap();
    assert_eq!(
        RelayIdentity::from_text(&relay.to_text()).unwrap().key(),
        relay.key()
    );
    assert_eq!(relay.key().to_string().parse(), Ok(relay.key()));
}

#[test]
fn the_texts_of_keys_are_pinned() {
    assert_eq!(
        *Identity::from_seeds([1; 32], [2; 32]).to_text(),
        "recado-identity-1:aeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqaaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeqqeogvbc"
    );
    assert_eq!(
        *RelayIdentity::from_seed([3; 32]).to_text(),
        "recado-relay-key-1:ambqgaydambqgaydambqgaydambqgaydambqgaydambqgaydambrflubdm"
    );
}

#[test]
fn two_identities_are_not_the_same() {
    assert_ne!(
        Identity::new().unwrap().address(),
        Identity::new().unwrap().address()
    );
}

#[test]
fn a_damaged_text_is_told_from_another_kind_of_key() {
    let written = Identity::from_seeds([1; 32], [2; 32]).to_text();
    let relay = RelayIdentity::from_seed([3; 32]).to_text();
    assert_eq!(Identity::from_text(&relay).unwrap_err(), SecretError::Prefix);
    assert_eq!(
        RelayIdentity::from_text(&written).unwrap_err(),
        SecretError::Prefix
    );
    assert_eq!(
        Identity::from_text(&written[..written.len() - 1]).unwrap_err(),
        SecretError::Damaged
    );
    for at in IDENTITY.len()..written.len() {
        let mut letters = written.as_bytes().to_vec();
        letters[at] = if letters[at] == b'a' { b'b' } else { b'a' };
        let changed = String::from_utf8(letters).unwrap();
        assert_eq!(
            Identity::from_text(&changed).unwrap_err(),
            SecretError::Damaged,
            "letter {at}"
        );
    }
}

#[test]
fn nothing_secret_is_printed() {
    let identity = Identity::from_seeds([1; 32], [2; 32]);
    assert_eq!(
        format!("{identity:?}"),
        format!("Identity({}, [secret])", identity.address())
    );
    let relay = RelayIdentity::from_seed([3; 32]);
    assert_eq!(
        format!("{relay:?}"),
        format!("RelayIdentity({}, [secret])", relay.key())
    );
}

#[test]
fn a_key_that_accepts_anybody_s_signature_is_none() {
    let mut identity_element = [0; 32];
    identity_element[0] = 1;
    assert_eq!(IdentityKey::from_bytes(&identity_element), Err(KeyError));
    assert_eq!(RelayKey::from_bytes(&[0; 32]), Err(KeyError));
    assert_eq!("".parse::<RelayKey>(), Err(KeyError));
}

#[test]
fn a_signature_is_bound_to_its_digest_and_its_signer() {
    let (one, other) = (
        RelayIdentity::from_seed([3; 32]),
        RelayIdentity::from_seed([4; 32]),
    );
    let signature = one.sign(&[9; 32]);
    assert!(one.key().signed(&[9; 32], &signature));
    assert!(!one.key().signed(&[8; 32], &signature));
    assert!(!other.key().signed(&[9; 32], &signature));
}
