//! A way of writing lists of words that stays readable when they are long.

/// `words![nome name nombre]` is `&["nome", "name", "nombre"]`.
macro_rules! words {
    ($($word:ident)*) => { &[$(stringify!($word)),*] };
}
