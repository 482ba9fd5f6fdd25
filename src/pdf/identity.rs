//! Identifiers made from content, so that the same document gets the same ones.

/// The 128-bit FNV-1a hash, taken eight bytes at a time; for telling files apart, not for secrecy.
pub(super) fn hash(parts: &[&[u8]]) -> u128 {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
    let mut state: u128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D;
    for part in parts {
        for chunk in part.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            state = (state ^ u128::from(u64::from_le_bytes(word))).wrapping_mul(PRIME);
            state ^= state >> 61;
        }
        state = (state ^ part.len() as u128).wrapping_mul(PRIME);
    }
    state
}
