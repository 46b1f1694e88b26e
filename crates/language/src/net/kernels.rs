//! Products of matrices whose every bit is the same on every machine.
//!
//! An element of the product is the sum over the inner index in ascending order, from zero, each
//! step one multiply-add that is rounded once (IEEE 754 fusedMultiplyAdd), never a product and a
//! sum apart. Wide registers only do several elements at once. So the kernels below differ in
//! speed alone.

/// Width of a panel in columns.
pub(crate) const PANEL: usize = 64;

/// A right-hand matrix, cut into panels of 64 columns that lie in memory as they are read.
#[derive(Clone, Debug, Default)]
pub struct Panels {
    inner: usize,
    outer: usize,
    data: Vec<f32>,
}

impl Panels {
    /// From `inner` rows of `outer` numbers.
    pub fn from_rows(inner: usize, outer: usize, rows: &[f32]) -> Self {
        assert_eq!(rows.len(), inner * outer, "a matrix has all its rows");
        let panels = outer.div_ceil(PANEL);
        let mut data = vec![0.0; panels * inner * PANEL];
        for (panel, block) in data.chunks_exact_mut((inner * PANEL).max(1)).enumerate() {
            let from = panel * PANEL;
            let width = PANEL.min(outer - from);
            for (row, line) in block.chunks_exact_mut(PANEL).enumerate() {
                let at = row * outer + from;
                line[..width].copy_from_slice(&rows[at..at + width]);
            }
        }
        Self { inner, outer, data }
    }

    /// From a matrix of `outer` rows of `inner` numbers, turned over.
    pub fn from_columns(inner: usize, outer: usize, columns: &[f32]) -> Self {
        assert_eq!(columns.len(), inner * outer, "a matrix has all its columns");
        let mut panels = Self::default();
        panels.set_columns(inner, outer, columns.chunks_exact(inner.max(1)));
        panels
    }

    /// Takes `outer` columns of `inner` numbers in place of what was there, in the same memory.
    pub fn set_columns<'a>(&mut self, inner: usize, outer: usize, columns: impl Iterator<Item = &'a [f32]>) {
        (self.inner, self.outer) = (inner, outer);
        // What fills up the last panel goes into no product.
        self.data.resize(outer.div_ceil(PANEL) * inner * PANEL, 0.0);
        for (column, line) in columns.take(outer).enumerate() {
            let base = (column / PANEL) * inner * PANEL + column % PANEL;
            for (row, &number) in line.iter().take(inner).enumerate() {
                self.data[base + row * PANEL] = number;
            }
        }
    }

    /// Columns of the matrix.
    pub fn outer(&self) -> usize {
        self.outer
    }

    /// Rows of the matrix.
    pub fn inner(&self) -> usize {
        self.inner
    }
}

/// What a product is added to.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a> {
    /// Nothing.
    Zero,
    /// A row that is the same for all rows of the product.
    Row(&'a [f32]),
    /// What stands in the output.
    Output,
}

/// `c = start + a·b`, where `a` has rows of `b.inner()` numbers and `c` rows of `b.outer()`.
pub fn multiply(a: &[f32], b: &Panels, start: Start<'_>, c: &mut [f32]) {
    let (inner, outer) = (b.inner, b.outer);
    if inner == 0 || outer == 0 {
        return;
    }
    let rows = a.len() / inner;
    assert!(a.len() == rows * inner && c.len() == rows * outer, "the sides of a product fit");
    let tile = fastest();
    let mut out = [[0.0f32; PANEL]; ROWS];
    for (panel, block) in b.data.chunks_exact(inner * PANEL).enumerate() {
        let from = panel * PANEL;
        let width = PANEL.min(outer - from);
        let mut row = 0;
        while row < rows {
            let count = ROWS.min(rows - row);
            tile(&a[row * inner..(row + count) * inner], block, width, &mut out[..count]);
            for (at, line) in out[..count].iter().enumerate() {
                let place = (row + at) * outer + from;
                let target = &mut c[place..place + width];
                match start {
                    Start::Zero => target.copy_from_slice(&line[..width]),
                    Start::Row(base) => {
                        for ((to, &sum), &base) in target.iter_mut().zip(line).zip(&base[from..from + width]) {
                            *to = base + sum;
                        }
                    }
                    Start::Output => {
                        for (to, &sum) in target.iter_mut().zip(line) {
                            *to += sum;
                        }
                    }
                }
            }
            row += count;
        }
    }
}

/// Asks memory for numbers that will be needed soon; it changes nothing but the time.
#[inline(always)]
pub(super) fn fetch(numbers: &[f32]) {
    numbers.chunks(16).for_each(fetch_from);
}

/// Asks memory for the line in which something begins.
#[inline(always)]
pub(crate) fn fetch_from<T: ?Sized>(start: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: every processor of this kind has the instruction, which reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(start).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = start;
}

/// Rows of a tile.
const ROWS: usize = 6;

/// Multiplies some rows (at most [`ROWS`]) by the first so many columns of a panel; what the others get is not said.
type Tile = fn(&[f32], &[f32], usize, &mut [[f32; PANEL]]);

fn fastest() -> Tile {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512f") {
            return x86::wide;
        }
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
            return x86::middle;
        }
    }
    plain
}

/// `left · right + sum`, rounded once, as IEEE 754 defines it: the same bits on every processor.
fn fused(left: f32, right: f32, sum: f32) -> f32 {
    fused_by::<{ !cfg!(all(target_arch = "x86_64", not(target_feature = "fma"))) }>(left, right, sum)
}

/// The same where it is known whether the processor has the instruction. Without it (x86 before 2013) the
/// compiler would call the platform's library, of which not all are right in the last bit.
#[inline(always)]
pub(super) fn fused_by<const HARD: bool>(left: f32, right: f32, sum: f32) -> f32 {
    if HARD { left.mul_add(right, sum) } else { libm::fmaf(left, right, sum) }
}

/// The definition of a tile, which the others must equal bit for bit.
fn plain(a: &[f32], panel: &[f32], width: usize, out: &mut [[f32; PANEL]]) {
    let inner = panel.len() / PANEL;
    for (line, sums) in a.chunks_exact(inner).zip(out) {
        for at in (0..width).step_by(PANEL / 4) {
            let mut part = [0.0f32; PANEL / 4];
            for (&left, right) in line.iter().zip(panel.chunks_exact(PANEL)) {
                for (sum, &right) in part.iter_mut().zip(&right[at..at + PANEL / 4]) {
                    *sum = fused(left, right, *sum);
                }
            }
            sums[at..at + PANEL / 4].copy_from_slice(&part);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    // A register is named by row and part in both loops; iterators would hide that.
    #![expect(clippy::needless_range_loop)]

    use super::PANEL;
    use std::arch::x86_64::*;

    /// Sixteen lanes. Called only where AVX-512 was found.
    pub(super) fn wide(a: &[f32], panel: &[f32], width: usize, out: &mut [[f32; PANEL]]) {
        // SAFETY: `fastest` gives this function out only where the processor has AVX-512.
        unsafe {
            match width.div_ceil(16) {
                1 => wide_parts::<1>(a, panel, out),
                2 => wide_parts::<2>(a, panel, out),
                3 => wide_parts::<3>(a, panel, out),
                _ => wide_parts::<4>(a, panel, out),
            }
        }
    }

    #[target_feature(enable = "avx512f")]
    fn wide_parts<const P: usize>(a: &[f32], panel: &[f32], out: &mut [[f32; PANEL]]) {
        match out.len() {
            6 => wide_rows::<6, P>(a, panel, out),
            5 => wide_rows::<5, P>(a, panel, out),
            4 => wide_rows::<4, P>(a, panel, out),
            3 => wide_rows::<3, P>(a, panel, out),
            2 => wide_rows::<2, P>(a, panel, out),
            _ => wide_rows::<1, P>(a, panel, out),
        }
    }

    #[target_feature(enable = "avx512f")]
    fn wide_rows<const R: usize, const P: usize>(a: &[f32], panel: &[f32], out: &mut [[f32; PANEL]]) {
        let inner = panel.len() / PANEL;
        let mut lines: [&[f32]; R] = [&[]; R];
        for row in 0..R {
            lines[row] = &a[row * inner..(row + 1) * inner];
        }
        let mut sums = [[_mm512_setzero_ps(); P]; R];
        for (at, right) in panel.chunks_exact(PANEL).enumerate() {
            let numbers = right.as_ptr();
            let mut right = [_mm512_setzero_ps(); P];
            for part in 0..P {
                // SAFETY: `right` has 64 numbers, four registers of 16; no more parts are asked for.
                right[part] = unsafe { _mm512_loadu_ps(numbers.add(part * 16)) };
            }
            for row in 0..R {
                let left = _mm512_set1_ps(lines[row][at]);
                for part in 0..P {
                    sums[row][part] = _mm512_fmadd_ps(left, right[part], sums[row][part]);
                }
            }
        }
        for (row, line) in out.iter_mut().enumerate().take(R) {
            for part in 0..P {
                // SAFETY: a line of the output has 64 numbers.
                unsafe { _mm512_storeu_ps(line.as_mut_ptr().add(part * 16), sums[row][part]) };
            }
        }
    }

    /// Eight lanes. Called only where AVX2 and FMA were found.
    pub(super) fn middle(a: &[f32], panel: &[f32], width: usize, out: &mut [[f32; PANEL]]) {
        // SAFETY: `fastest` gives this function out only where the processor has AVX2 and FMA.
        unsafe {
            match out.len() {
                6 => middle_rows::<6>(a, panel, width, out),
                5 => middle_rows::<5>(a, panel, width, out),
                4 => middle_rows::<4>(a, panel, width, out),
                3 => middle_rows::<3>(a, panel, width, out),
                2 => middle_rows::<2>(a, panel, width, out),
                _ => middle_rows::<1>(a, panel, width, out),
            }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    fn middle_rows<const R: usize>(a: &[f32], panel: &[f32], width: usize, out: &mut [[f32; PANEL]]) {
        let inner = panel.len() / PANEL;
        let mut lines: [&[f32]; R] = [&[]; R];
        for row in 0..R {
            lines[row] = &a[row * inner..(row + 1) * inner];
        }
        // Six rows by two registers leave four of the sixteen registers for the factors.
        for pair in 0..width.min(PANEL).div_ceil(16) {
            let mut sums = [[_mm256_setzero_ps(); 2]; R];
            for (at, right) in panel.chunks_exact(PANEL).enumerate() {
                let numbers = right.as_ptr();
                let mut right = [_mm256_setzero_ps(); 2];
                for part in 0..2 {
                    // SAFETY: `right` has 64 numbers, four pairs of registers of 8.
                    right[part] = unsafe { _mm256_loadu_ps(numbers.add(pair * 16 + part * 8)) };
                }
                for row in 0..R {
                    let left = _mm256_set1_ps(lines[row][at]);
                    for part in 0..2 {
                        sums[row][part] = _mm256_fmadd_ps(left, right[part], sums[row][part]);
                    }
                }
            }
            for (row, line) in out.iter_mut().enumerate().take(R) {
                for part in 0..2 {
                    // SAFETY: a line of the output has 64 numbers.
                    unsafe {
                        _mm256_storeu_ps(line.as_mut_ptr().add(pair * 16 + part * 8), sums[row][part]);
                    }
                }
            }
        }
    }
}

/// Defines a function whose body is compiled once for every width of register that may be there;
/// its loops give the same bits whatever the width. `HARD` says whether the processor that a body is
/// compiled for has fused multiply-adds.
macro_rules! for_every_width {
    ($(#[$doc:meta])* $visible:vis fn $name:ident($($argument:ident: $kind:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        $visible fn $name($($argument: $kind),*) {
            #[inline(always)]
            #[allow(clippy::too_many_arguments)]
            fn body<const HARD: bool>($($argument: $kind),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw")]
                #[allow(clippy::too_many_arguments)]
                fn wide($($argument: $kind),*) { body::<true>($($argument),*) }
                #[target_feature(enable = "avx2,fma")]
                #[allow(clippy::too_many_arguments)]
                fn middle($($argument: $kind),*) { body::<true>($($argument),*) }
                if std::arch::is_x86_feature_detected!("avx512dq")
                    && std::arch::is_x86_feature_detected!("avx512vl")
                    && std::arch::is_x86_feature_detected!("avx512bw")
                {
                    // SAFETY: the processor has what the function was compiled for.
                    return unsafe { wide($($argument),*) };
                }
                if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
                    // SAFETY: as above.
                    return unsafe { middle($($argument),*) };
                }
            }
            body::<{ !cfg!(target_arch = "x86_64") }>($($argument),*)
        }
    };
}
pub(crate) use for_every_width;

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::net) fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        (0..count)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / 8_388_608.0 - 1.0
            })
            .collect()
    }

    #[test]
    fn a_product_is_the_sum_in_ascending_order_whatever_the_kernel() {
        for (rows, inner, outer) in [(1, 5, 3), (6, 64, 64), (13, 37, 130), (4, 1, 65)] {
            let (a, b) = (numbers(rows * inner, 1), numbers(inner * outer, 2));
            let mut expected = vec![0.0f32; rows * outer];
            for row in 0..rows {
                for column in 0..outer {
                    let mut sum = 0.0f32;
                    for at in 0..inner {
                        sum = libm::fmaf(a[row * inner + at], b[at * outer + column], sum);
                    }
                    expected[row * outer + column] = sum;
                }
            }
            let mut product = vec![0.0; rows * outer];
            multiply(&a, &Panels::from_rows(inner, outer, &b), Start::Zero, &mut product);
            assert_eq!(product, expected);
            let mut turned = vec![0.0; inner * outer];
            for at in 0..inner {
                for column in 0..outer {
                    turned[column * inner + at] = b[at * outer + column];
                }
            }
            multiply(&a, &Panels::from_columns(inner, outer, &turned), Start::Zero, &mut product);
            assert_eq!(product, expected);
        }
    }

    #[test]
    fn every_tile_equals_the_plain_one() {
        let (a, panel) = (numbers(6 * 50, 3), numbers(50 * PANEL, 4));
        let mut whole = [[0.0; PANEL]; 6];
        plain(&a, &panel, PANEL, &mut whole);
        for width in [1, 16, 17, 40, 49, PANEL] {
            let check = |tile: Tile| {
                let mut found = [[0.0; PANEL]; 6];
                tile(&a, &panel, width, &mut found);
                for (found, whole) in found.iter().zip(&whole) {
                    assert_eq!(found[..width], whole[..width]);
                }
            };
            check(plain);
            check(fastest());
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                check(x86::middle);
            }
        }
    }
}
