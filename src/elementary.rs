//! Elementary functions that give the same bits on every platform.
//!
//! The standard library passes `exp`, `ln`, `pow` and their kin on to the platform's C library, whose last digits differ between
//! glibc, macOS, Windows and WebAssembly. An iterative fit can turn such a digit into a different number of steps. The crate
//! `libm` computes them in Rust alone. `clippy.toml` forbids the standard library's methods, so that nothing goes round this file.
//! `sqrt`, `abs`, `floor`, `round` and the four operations are exact everywhere and need no replacement.
//!
//! Distributions are computed from these in `stats`. `statrs` would take `exp` and `ln` from `num-traits`, which uses the platform's
//! as soon as any crate of the program, or a test, enables its feature `std`.

/// eˣ
pub(crate) fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm.
pub(crate) fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// ln(1 + x), accurate for small x.
pub(crate) fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// Tangent.
pub(crate) fn tan(x: f64) -> f64 {
    libm::tan(x)
}

/// Inverse tangent.
pub(crate) fn atan(x: f64) -> f64 {
    libm::atan(x)
}

/// Sine.
pub(crate) fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Inverse sine.
pub(crate) fn asin(x: f64) -> f64 {
    libm::asin(x)
}

/// Hyperbolic tangent.
pub(crate) fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// Inverse hyperbolic tangent.
pub(crate) fn atanh(x: f64) -> f64 {
    libm::atanh(x)
}

/// √(x² + y²) without overflow.
pub(crate) fn hypot(x: f64, y: f64) -> f64 {
    libm::hypot(x, y)
}

/// ln Γ(x) for x > 0.
pub(crate) fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Complementary error function, 1 − erf x, accurate in the upper tail.
pub(crate) fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// xʸ
pub(crate) fn powf(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// xⁿ by repeated squaring. Compilers choose their own order of multiplication for `f64::powi`.
pub(crate) fn powi(x: f64, n: i32) -> f64 {
    let (mut square, mut rest, mut power) = (x, n.unsigned_abs(), 1.0);
    while rest > 0 {
        if rest % 2 == 1 {
            power *= square;
        }
        square *= square;
        rest /= 2;
    }
    if n < 0 { 1.0 / power } else { power }
}

#[cfg(test)]
mod tests {
    use super::{asin, atanh, erfc, exp, hypot, ln, ln_1p, ln_gamma, powf, powi, sin, tanh};

    #[test]
    fn the_last_bit_is_pinned() {
        let found = [
            exp(0.1),
            exp(-37.5),
            ln(0.3),
            ln(1e9),
            ln_1p(1e-9),
            tanh(0.7),
            atanh(0.9),
            hypot(1e200, 1e200),
            ln_gamma(7.5),
            erfc(1.3),
            powf(10.0, 0.125),
            sin(0.7),
            asin(0.7),
        ];
        let bits: Vec<String> = found.iter().map(|value| format!("{:016x}", value.to_bits())).collect();
        assert_eq!(bits, PINNED);
    }

    /// As computed on x86-64 Linux. A platform or a version of `libm` with other bits changes published figures.
    const PINNED: [&str; 13] = [
        "3ff1aec7b35a00d4",
        "3c8dd5c566301ec8",
        "bff34378fcbda721",
        "4034b927f32bffb8",
        "3e112e0be801f1d9",
        "3fe356fb17af2e90",
        "3ff78e360604b32d",
        "697d8f9811335b57",
        "401e233060e41f80",
        "3fb0e4daf646962e",
        "3ff5561a91ba8144",
        "3fe49d6e694619b8",
        "3fe8d00e692afd95",
    ];

    #[test]
    fn powers_are_products() {
        assert_eq!(powi(3.0, 5).to_bits(), 243.0_f64.to_bits());
        assert_eq!(powi(2.0, -3).to_bits(), 0.125_f64.to_bits());
        assert_eq!(powi(0.0, 0).to_bits(), 1.0_f64.to_bits());
        assert_eq!(powi(0.1, 3).to_bits(), (0.1_f64 * (0.1 * 0.1)).to_bits());
    }
}
