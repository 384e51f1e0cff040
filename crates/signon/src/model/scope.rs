//! What tokens may cover: the scopes of programs, and those of a sign-on.

/// A scope that a program may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramScope {
    /// As it stands in tokens: `layanan.panggil`.
    pub name: &'static str,
    /// Whether Kominfo agrees first.
    pub agreed: bool,
}

/// What programs may ask for. What only reads what the rights of the asking agency open anyway needs nobody's consent;
/// what writes into the city's cases, or keeps data flowing outwards, does.
pub const PROGRAM: [ProgramScope; 6] = [
    ProgramScope { name: "layanan.panggil", agreed: false },
    ProgramScope { name: "peristiwa.baca", agreed: false },
    ProgramScope { name: "peristiwa.langganan", agreed: true },
    ProgramScope { name: "laporan.baca", agreed: false },
    ProgramScope { name: "laporan.tulis", agreed: true },
    ProgramScope { name: "laporan.kerja", agreed: true },
];

/// A sign-on without it is none (OpenID Connect Core 3.1.2.1).
pub const OPENID: &str = "openid";
/// The name.
pub const PROFILE: &str = "profile";
/// The e-mail address.
pub const EMAIL: &str = "email";
/// The phone number, of residents.
pub const PHONE: &str = "phone";
/// Roles and units, of officers.
pub const ROLES: &str = "peran";
/// Refresh tokens (OpenID Connect Core 11).
pub const OFFLINE: &str = "offline_access";

/// What a sign-on may ask for, in the order in which tokens name it.
pub const SIGN_ON: [&str; 6] = [OPENID, PROFILE, EMAIL, PHONE, ROLES, OFFLINE];

/// The program scope of this name.
pub fn program(name: &str) -> Option<ProgramScope> {
    PROGRAM.into_iter().find(|scope| scope.name == name)
}

/// The scopes of a token request: those asked for, or all that the key holds where nothing was asked.
///
/// # Errors
/// One is asked for that the key does not hold, or the text is no list of scopes (RFC 6749 section 3.3).
pub fn narrowed(asked: Option<&str>, held: &[String]) -> Result<Vec<String>, NoScope> {
    let Some(asked) = asked else {
        return Ok(held.to_vec());
    };
    let mut scopes: Vec<String> = Vec::new();
    for name in asked.split(' ').filter(|name| !name.is_empty()) {
        if !held.iter().any(|known| known == name) {
            return Err(NoScope);
        }
        if !scopes.iter().any(|known| known == name) {
            scopes.push(name.to_owned());
        }
    }
    if scopes.is_empty() { Err(NoScope) } else { Ok(scopes) }
}

/// A scope was asked for that is not held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoScope;

/// The scopes of a sign-on: known ones, each once, in our order; unknown ones are passed over (OpenID Connect Core
/// 3.1.2.1). Nothing where `openid` is not among them.
pub fn sign_on(asked: &str) -> Option<Vec<&'static str>> {
    let names: Vec<&str> = asked.split(' ').collect();
    let known: Vec<&'static str> = SIGN_ON.into_iter().filter(|scope| names.contains(scope)).collect();
    known.contains(&OPENID).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held() -> Vec<String> {
        vec!["layanan.panggil".into(), "peristiwa.baca".into()]
    }

    #[test]
    fn a_program_gets_what_it_asks_for_or_everything_it_holds_and_never_more() {
        assert_eq!(narrowed(None, &held()), Ok(held()));
        assert_eq!(narrowed(Some("peristiwa.baca peristiwa.baca"), &held()), Ok(vec!["peristiwa.baca".into()]));
        for wrong in ["laporan.tulis", "layanan.panggil laporan.tulis", "", " ", "LAYANAN.PANGGIL"] {
            assert_eq!(narrowed(Some(wrong), &held()), Err(NoScope), "{wrong:?}");
        }
    }

    #[test]
    fn unknown_scopes_of_a_sign_on_are_passed_over_but_openid_must_be_there() {
        assert_eq!(sign_on("email openid aneh openid"), Some(vec!["openid", "email"]));
        assert_eq!(sign_on("email profile"), None);
    }
}
