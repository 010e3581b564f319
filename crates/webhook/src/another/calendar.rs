//! Days and months by their names in Portuguese, English and Spanish, in lower case and without accents.

/// Whether it names a day of the week, which a date does not need.
pub(super) fn is_weekday(chunk: &str) -> bool {
    const DAYS: &[&str] = words![
        seg ter qua qui sex sab dom segunda terca quarta quinta sexta sabado domingo mon tue tues wed
        thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday lun mar mie
        jue vie lunes martes miercoles jueves viernes
    ];
    // "mar" is Tuesday in Spanish and March in all three; a month is what it has to be.
    let chunk = chunk.trim_end_matches('.').trim_end_matches("-feira");
    DAYS.contains(&chunk) && month(chunk).is_none()
}

/// The number of a month, from 1.
pub(super) fn month(chunk: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "janeiro", "january", "enero", "ene"],
        &["fev", "fevereiro", "feb", "february", "febrero"],
        &["mar", "marco", "march", "marzo"],
        &["abr", "abril", "apr", "april"],
        &["mai", "maio", "may", "mayo"],
        &["jun", "junho", "june", "junio"],
        &["jul", "julho", "july", "julio"],
        &["ago", "agosto", "aug", "august"],
        words![set setembro sep sept september septiembre],
        &["out", "outubro", "oct", "october", "octubre"],
        &["nov", "novembro", "november", "noviembre"],
        words![dez dezembro dec december dic diciembre],
    ];
    let chunk = chunk.trim_end_matches('.');
    MONTHS
        .iter()
        .position(|names| names.contains(&chunk))
        .and_then(|at| i8::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_three_languages_and_by_their_beginnings() {
        for (name, expected) in [
            ("janeiro", Some(1)),
            ("march", Some(3)),
            ("mar.", Some(3)),
            ("septiembre", Some(9)),
            ("dez", Some(12)),
            ("x", None),
        ] {
            assert_eq!(month(name), expected, "{name}");
        }
    }

    #[test]
    fn what_is_also_a_month_is_no_day() {
        assert!(is_weekday("terca-feira"));
        assert!(is_weekday("mie."));
        assert!(!is_weekday("mar"));
    }
}
