//! Phone numbers and addresses as residents type them.

use crate::refusal::{DeskRefusal, Desked};

/// A phone number in the international form `+62…`; nothing typed is none.
pub(crate) fn phone(typed: &str) -> Desked<Option<String>> {
    let plain: String = typed.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    if plain.is_empty() && typed.trim().is_empty() {
        return Ok(None);
    }
    let national = plain.strip_prefix("+62").or_else(|| plain.strip_prefix("62")).or_else(|| plain.strip_prefix('0'));
    let full = match national {
        Some(rest) => format!("+62{rest}"),
        None if plain.starts_with('+') => plain.clone(),
        None => format!("+62{plain}"),
    };
    let digits = full.len() - 1;
    let fits = (9..=15).contains(&digits) && full.chars().skip(1).all(|c| c.is_ascii_digit());
    fits.then_some(Some(full)).ok_or_else(|| DeskRefusal::BadContact.into())
}

/// A mobile number of this country, to which a code can be sent: landlines get no messages, and numbers abroad cost what
/// a stranger would let the city pay for. Nothing typed is none.
pub(crate) fn mobile(typed: &str) -> Desked<Option<String>> {
    let read = phone(typed)?;
    let fits = read.as_deref().is_none_or(|read| read.starts_with("+628") && (11..=15).contains(&read.len()));
    if fits { Ok(read) } else { Err(DeskRefusal::BadContact.into()) }
}

/// An e-mail address; nothing typed is none.
pub(crate) fn email(typed: &str) -> Desked<Option<String>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let fits = typed.len() <= 254
        && !typed.contains(|c: char| c.is_whitespace() || c.is_control() || c == ',' || c == '<' || c == '>')
        && typed.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
        });
    fits.then(|| Some(typed.to_owned())).ok_or_else(|| DeskRefusal::BadContact.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_read_however_it_is_typed() {
        for typed in ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", "(0812) 34567890", "81234567890"] {
            assert_eq!(phone(typed).unwrap().as_deref(), Some("+6281234567890"), "{typed}");
        }
        assert_eq!(phone("  ").unwrap(), None);
    }

    #[test]
    fn what_is_no_phone_number_or_address_is_refused() {
        for typed in ["abc", "0812", "08123456789012345678"] {
            assert!(phone(typed).is_err(), "{typed}");
        }
        for typed in
            ["budi", "budi@", "@contoh.id", "budi@contoh", "a b@contoh.id", "a@b@contoh.id", "x@contoh.id, y@contoh.id"]
        {
            assert!(email(typed).is_err(), "{typed}");
        }
        assert_eq!(email(" budi@contoh.go.id ").unwrap().as_deref(), Some("budi@contoh.go.id"));
    }

    #[test]
    fn a_number_of_another_country_keeps_its_code() {
        let read = phone("+65 8123 4567").unwrap();
        assert_eq!(read.as_deref(), Some("+6581234567"));
    }

    #[test]
    fn a_code_goes_to_mobile_numbers_of_this_country_only() {
        assert_eq!(mobile("0812 3456 7890").unwrap().as_deref(), Some("+6281234567890"));
        assert_eq!(mobile("").unwrap(), None);
        for typed in ["021 345 6789", "+65 8123 4567", "+1 900 555 0100", "0812"] {
            assert!(mobile(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn nothing_typed_is_no_address_and_no_mistake() {
        assert_eq!(email(" ").unwrap(), None);
        assert_eq!(phone("").unwrap(), None);
    }

    #[test]
    fn an_address_that_is_too_long_is_refused() {
        let long = format!("{}@contoh.id", "a".repeat(250));
        assert!(email(&long).is_err());
    }

    #[test]
    fn a_line_break_does_not_get_into_a_message_head() {
        assert!(email("a@contoh.id\r\nBcc: b@contoh.id").is_err());
    }
}
