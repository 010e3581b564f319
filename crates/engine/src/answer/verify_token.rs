//! The word that a sender repeats when it asks whether an address is ours: made to be read to somebody and typed.

/// Short words that are written the same whatever the keyboard.
const WORDS: [&str; 32] = [
    "aroma", "banco", "barco", "brisa", "cedro", "cravo", "dia", "fogo", "folha", "fonte", "garoa",
    "girassol", "horta", "ilha", "jardim", "lago", "lua", "luz", "mar", "monte", "neve", "onda", "pedra",
    "pinho", "praia", "rio", "rosa", "serra", "sol", "terra", "trigo", "vento",
];

/// Without letters that are taken for digits (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Such as `pinho-9F3K-2QX7`: 45 random bits. Knowing it, one can make an address answer its challenge and no more.
///
/// # Errors
/// When the system gives no random bytes.
pub(super) fn new() -> Result<String, getrandom::Error> {
    let mut bits = [0_u8; 9];
    getrandom::fill(&mut bits)?;
    let [word, letters @ ..] = bits.map(|bits| usize::from(bits % 32));
    let word = WORDS.get(word).copied().unwrap_or("sol");
    let letters: String = letters
        .iter()
        .filter_map(|letter| LETTERS.get(*letter).copied().map(char::from))
        .collect();
    let (first, second) = letters.split_at(4);
    Ok(format!("{word}-{first}-{second}"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn it_can_be_read_out_and_is_another_each_time() {
        let made: HashSet<_> = (0..100).map(|_| new().unwrap()).collect();
        assert_eq!(made.len(), 100);
        for token in made {
            let parts: Vec<_> = token.split('-').collect();
            assert!(
                matches!(parts.as_slice(), [word, a, b]
                    if word.len() >= 3 && a.len() == 4 && b.len() == 4),
                "{token}"
            );
        }
    }
}
