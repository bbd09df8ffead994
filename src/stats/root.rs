//! Root of a function on a bracket, by Brent's method (Brent 1973, *Algorithms for Minimization without Derivatives*,
//! ch. 4).

/// Most steps; bisection alone needs fewer, even from the widest bracket of doubles.
const STEPS: usize = 2_200;

/// Finds where `f` changes sign between `a` and `b`, to the last bits of a double. `None` if it does not change sign
/// there.
pub(crate) fn root(f: impl Fn(f64) -> f64, a: f64, b: f64) -> Option<f64> {
    let (mut a, mut b) = (a, b);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa.is_nan() || fb.is_nan() || fa.signum() * fb.signum() > 0.0 && fa.abs().min(fb.abs()) > 0.0 {
        return None;
    }
    let (mut c, mut fc) = (a, fa);
    let mut step = b - a;
    let mut before = step;
    for _ in 0..STEPS {
        if fb.signum() * fc.signum() > 0.0 {
            (c, fc) = (a, fa);
            step = b - a;
            before = step;
        }
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let tolerance = 2.0 * f64::EPSILON * b.abs() + f64::MIN_POSITIVE;
        let middle = 0.5 * (c - b);
        if middle.abs() <= tolerance || fb.abs() <= 0.0 {
            return Some(b);
        }
        if before.abs() >= tolerance && fa.abs() > fb.abs() {
            // Inverse quadratic interpolation through three points, the secant through two.
            let s = fb / fa;
            let (mut p, mut q) = if (a - c).abs() <= 0.0 {
                (2.0 * middle * s, 1.0 - s)
            } else {
                let (q, r) = (fa / fc, fb / fc);
                (
                    s * (2.0 * middle * q * (q - r) - (b - a) * (r - 1.0)),
                    (q - 1.0) * (r - 1.0) * (s - 1.0),
                )
            };
            if p > 0.0 {
                q = -q;
            }
            p = p.abs();
            if 2.0 * p < (3.0 * middle * q - (tolerance * q).abs()).min((before * q).abs()) {
                before = step;
                step = p / q;
            } else {
                step = middle;
                before = middle;
            }
        } else {
            step = middle;
            before = middle;
        }
        (a, fa) = (b, fb);
        b += if step.abs() > tolerance {
            step
        } else {
            tolerance.copysign(middle)
        };
        fb = f(b);
        if fb.is_nan() {
            return None;
        }
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::root;
    use crate::elementary::{ln, powi};

    #[test]
    fn the_logarithm_is_one_at_e() {
        let found = root(|x| ln(x) - 1.0, 0.1, 5.0).unwrap();
        assert!((found - std::f64::consts::E).abs() < 1e-15);
    }

    #[test]
    fn a_function_with_flat_and_steep_parts_is_solved() {
        let found = root(|x: f64| powi(x - 0.3, 9), -1.0, 4.0).unwrap();
        assert!((found - 0.3).abs() < 1e-15);
    }

    #[test]
    fn without_a_change_of_sign_there_is_no_root() {
        assert_eq!(root(|x| x * x + 1.0, -1.0, 1.0), None);
        assert_eq!(root(|_| f64::NAN, -1.0, 1.0), None);
    }
}
