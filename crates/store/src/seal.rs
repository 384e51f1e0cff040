//! Sealing of bytes: AES-256-GCM with a random nonce in front, keys derived by HKDF-SHA256.

use crate::StoreError;
use kernel::ids::Chance;
use ring::{aead, hkdf};
use zeroize::Zeroizing;

struct Length;

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

/// A key for one purpose, derived from another key.
pub(crate) fn derive(key: &[u8; 32], purpose: &str) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, b"gapura").extract(key);
    let done = prk.expand(&[purpose.as_bytes()], Length).and_then(|okm| okm.fill(&mut *out));
    // HKDF can only refuse lengths above 255 hashes; 32 bytes is one.
    debug_assert!(done.is_ok());
    out
}

fn cipher(key: &[u8; 32]) -> Result<aead::LessSafeKey, StoreError> {
    aead::UnboundKey::new(&aead::AES_256_GCM, key)
        .map(aead::LessSafeKey::new)
        .map_err(|_| StoreError::Key("unusable".into()))
}

/// Nonce, ciphertext and tag; opens only with the same `context`.
pub(crate) fn seal(key: &[u8; 32], context: &str, plain: &[u8], chance: &dyn Chance) -> Result<Vec<u8>, StoreError> {
    let mut nonce = [0; aead::NONCE_LEN];
    chance.fill(&mut nonce);
    let mut sealed = Vec::with_capacity(plain.len() + aead::NONCE_LEN + aead::MAX_TAG_LEN);
    sealed.extend_from_slice(plain);
    cipher(key)?
        .seal_in_place_append_tag(
            aead::Nonce::assume_unique_for_key(nonce),
            aead::Aad::from(context.as_bytes()),
            &mut sealed,
        )
        .map_err(|_| StoreError::Key("too much to seal".into()))?;
    sealed.splice(0..0, nonce);
    Ok(sealed)
}

/// What was sealed.
///
/// # Errors
/// Another key, another context, or changed bytes.
pub(crate) fn open(key: &[u8; 32], context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let refused = || StoreError::Key("does not open what was sealed".into());
    let (nonce, body) = sealed.split_at_checked(aead::NONCE_LEN).ok_or_else(refused)?;
    let nonce = aead::Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
    let mut plain = Zeroizing::new(body.to_vec());
    let length = cipher(key)?
        .open_in_place(nonce, aead::Aad::from(context.as_bytes()), &mut plain)
        .map_err(|_| refused())?
        .len();
    plain.truncate(length);
    Ok(plain)
}

/// A 32-byte key that was sealed.
pub(crate) fn open_key(key: &[u8; 32], context: &str, sealed: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let plain = open(key, context, sealed)?;
    let mut out = Zeroizing::new([0; 32]);
    if plain.len() != 32 {
        return Err(StoreError::Key("has a wrong length".into()));
    }
    out.copy_from_slice(&plain);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::ids::SystemChance;

    #[test]
    fn sealed_bytes_open_only_with_their_key_and_context() {
        let chance = SystemChance::new();
        let sealed = seal(&[1; 32], "a", b"rahasia", &chance).unwrap();
        assert_eq!(&**open(&[1; 32], "a", &sealed).unwrap(), b"rahasia");
        assert!(open(&[1; 32], "b", &sealed).is_err());
        assert!(open(&[2; 32], "a", &sealed).is_err());
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let sealed = seal(&[1; 32], "a", b"rahasia", &SystemChance::new()).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut torn = sealed.clone();
            torn[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&[1; 32], "a", &torn).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn keys_for_different_purposes_differ() {
        assert_ne!(derive(&[1; 32], "a"), derive(&[1; 32], "b"));
    }
}
