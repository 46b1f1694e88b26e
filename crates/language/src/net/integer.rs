//! Products of matrices of 8-bit integers, whose sums are exact.
//!
//! The weights of a model file are bytes with a scale a column. Here the numbers that they are
//! multiplied by become bytes too, with a scale a row, so that a sum of products is a sum of whole
//! numbers: it has no rounding and is the same in any order, on any processor. What is rounded is
//! rounded one number at a time, by basic operations of IEEE 754: once when a row becomes
//! bytes, and when a sum becomes a number again. So the kernels below differ in speed alone.
//!
//! *Source*: Jacob and others 2018, "Quantization and Training of Neural Networks for Efficient
//! Integer-Arithmetic-Only Inference"; a scale a row, found anew for each row, is what LLM.int8()
//! (Dettmers and others 2022) calls vector-wise quantisation.

use super::kernels::for_every_width;

/// Columns of a panel.
pub(crate) const PANEL: usize = 64;
/// Rows of a tile.
pub(crate) const ROWS: usize = 6;
/// Rows of the inner index that lie together in a line.
const GROUP: usize = 4;
/// Longest inner index whose sums surely fit: 2¹⁷ products of two bytes stay below 2³¹.
const LONGEST: usize = 1 << 17;
/// What is added to a byte so that it has no sign.
const SHIFT: u8 = 0x80;

/// Four rows of sixteen columns: what one wide register holds.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([i8; 64]);

/// Numbers by rows, each row as bytes with one scale.
#[derive(Clone, Debug, Default)]
pub struct ByteRows {
    /// Bytes of a row: the inner index, filled up to whole groups.
    stride: usize,
    /// The bytes without sign: 128 stands for nothing.
    bytes: Vec<u8>,
    /// What a byte of each row is worth.
    scales: Vec<f32>,
}

impl ByteRows {
    /// Rows of `width` numbers as bytes: the largest of a row becomes 127, the others are rounded
    /// to the nearest, ties to even. What is not a number counts as the lowest.
    pub fn from_numbers(numbers: &[f32], width: usize) -> Self {
        let mut rows = Self::default();
        rows.fill(numbers, width);
        rows
    }

    /// As [`ByteRows::from_numbers`], in the memory that is there.
    pub fn fill(&mut self, numbers: &[f32], width: usize) {
        assert!(width > 0 && numbers.len().is_multiple_of(width), "numbers come in whole rows");
        self.clear(width);
        for row in numbers.chunks_exact(width) {
            self.push(row);
        }
    }

    /// No rows, of a width.
    pub fn clear(&mut self, width: usize) {
        self.stride = width.next_multiple_of(GROUP);
        self.bytes.clear();
        self.scales.clear();
    }

    /// Adds a row.
    pub fn push(&mut self, row: &[f32]) {
        assert_eq!(row.len().next_multiple_of(GROUP), self.stride, "rows are equally wide");
        let start = self.bytes.len();
        self.bytes.resize(start + self.stride, SHIFT);
        let mut scale = 0.0;
        to_bytes(row, &mut self.bytes[start..start + row.len()], &mut scale);
        self.scales.push(scale);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// Adds the rows of others that are equally wide.
    pub fn extend(&mut self, others: &Self) {
        assert_eq!(self.stride, others.stride, "rows are equally wide");
        self.bytes.extend_from_slice(&others.bytes);
        self.scales.extend_from_slice(&others.scales);
    }

    /// The numbers of a row, and zeros that fill it up.
    pub fn numbers(&self, row: usize) -> impl Iterator<Item = f32> + '_ {
        let scale = self.scales[row];
        self.bytes[row * self.stride..(row + 1) * self.stride].iter().map(move |&byte| f32::from((byte ^ SHIFT) as i8) * scale)
    }

    /// Takes the rows at `places` of others, in this order.
    pub fn gather(&mut self, others: &Self, places: &[usize]) {
        self.stride = others.stride;
        self.bytes.clear();
        self.scales.clear();
        for &place in places {
            self.bytes.extend_from_slice(&others.bytes[place * others.stride..(place + 1) * others.stride]);
            self.scales.push(others.scales[place]);
        }
    }
}

for_every_width! {
    /// One row as bytes; `scale` gets what one is worth.
    fn to_bytes(row: &[f32], bytes: &mut [u8], scale: &mut f32) {
        let mut tops = [0.0f32; 16];
        let (chunks, rest) = row.as_chunks::<16>();
        for chunk in chunks {
            for (top, number) in tops.iter_mut().zip(chunk) {
                let size = number.abs();
                *top = if size > *top { size } else { *top };
            }
        }
        for (top, number) in tops.iter_mut().zip(rest) {
            let size = number.abs();
            *top = if size > *top { size } else { *top };
        }
        let top = tops.into_iter().fold(0.0f32, |top, size| if size > top { size } else { top });
        let factor = if top > 0.0 { 127.0 / top } else { 0.0 };
        *scale = top / 127.0;
        for (byte, &number) in bytes.iter_mut().zip(row) {
            let number = number * factor;
            let number = if number > -127.0 { number } else { -127.0 };
            let number = if number < 127.0 { number } else { 127.0 };
            // Added to 1.5 · 2²³ a number is rounded to a whole one, which the last bits then hold.
            *byte = ((number + 12_582_912.0).to_bits() as u8) ^ SHIFT;
        }
    }
}

for_every_width! {
    /// Sums of some rows of a panel as numbers again, in rows that lie `outer` numbers apart.
    fn to_numbers(sums: &[[i32; PANEL]], of_rows: &[f32], of_columns: &[f32], bias: &[f32], output: &mut [f32], outer: usize) {
        let width = of_columns.len();
        for ((sums, &scale), output) in sums.iter().zip(of_rows).zip(output.chunks_mut(outer)) {
            for (((number, &sum), &column), &bias) in output[..width].iter_mut().zip(&sums[..width]).zip(of_columns).zip(&bias[..width]) {
                *number = sum as f32 * (column * scale) + bias;
            }
        }
    }
}

/// A right-hand matrix of bytes with a scale a column, and a row that is added to every product.
#[derive(Clone, Debug, Default)]
pub struct ByteMatrix {
    inner: usize,
    outer: usize,
    /// Panels of 64 columns; in a panel, groups of four rows; in a group, four lines.
    lines: Vec<Line>,
    /// −128 times the sum of each column: what the shift of the left-hand bytes adds.
    starts: Vec<[i32; PANEL]>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl ByteMatrix {
    /// From `inner` rows of `outer` bytes, of which those of a column are worth `scales[column]`.
    pub fn new(inner: usize, outer: usize, bytes: &[i8], scales: &[f32], bias: &[f32]) -> Self {
        assert!(bytes.len() == inner * outer && scales.len() == outer && bias.len() == outer, "a matrix has all its rows");
        assert!(inner > 0 && inner <= LONGEST, "a sum fits into 32 bits");
        let (groups, panels) = (inner.div_ceil(GROUP), outer.div_ceil(PANEL));
        let mut lines = vec![Line([0; 64]); panels * groups * 4];
        let mut starts = vec![[0; PANEL]; panels];
        for (row, bytes) in bytes.chunks_exact(outer).enumerate() {
            for (column, &byte) in bytes.iter().enumerate() {
                let (panel, within) = (column / PANEL, column % PANEL);
                let line = (panel * groups + row / GROUP) * 4 + within / 16;
                lines[line].0[within % 16 * GROUP + row % GROUP] = byte;
                starts[panel][within] -= i32::from(SHIFT) * i32::from(byte);
            }
        }
        Self { inner, outer, lines, starts, scales: scales.to_vec(), bias: bias.to_vec() }
    }

    /// Columns of the matrix.
    pub fn outer(&self) -> usize {
        self.outer
    }

    /// Rows of the matrix.
    pub fn inner(&self) -> usize {
        self.inner
    }

    /// `output = bias + rows · self`.
    pub fn multiply(&self, rows: &ByteRows, output: &mut [f32]) {
        self.multiply_by(fastest(), rows, output);
    }

    fn multiply_by(&self, tile: Tile, rows: &ByteRows, output: &mut [f32]) {
        let count = rows.len();
        assert!(count == 0 || rows.stride == self.inner.next_multiple_of(GROUP), "the sides of a product fit");
        assert_eq!(output.len(), count * self.outer, "the sides of a product fit");
        let lines = self.inner.div_ceil(GROUP) * 4;
        for (panel, (lines, starts)) in self.lines.chunks_exact(lines).zip(&self.starts).enumerate() {
            let columns = panel * PANEL..self.outer.min((panel + 1) * PANEL);
            let panel = Panel { lines, starts, scales: &self.scales[columns.clone()], bias: &self.bias[columns.clone()] };
            for from in (0..count).step_by(ROWS) {
                let to = count.min(from + ROWS);
                let output = &mut output[from * self.outer + columns.start..];
                tile(&rows.bytes[from * rows.stride..to * rows.stride], &rows.scales[from..to], panel, output, self.outer);
            }
        }
    }
}

/// Up to 64 columns of a matrix.
#[derive(Clone, Copy)]
struct Panel<'m> {
    lines: &'m [Line],
    /// Where the sum of each column starts, which takes back the shift of the bytes.
    starts: &'m [i32; PANEL],
    /// What one is worth in each column that there is.
    scales: &'m [f32],
    bias: &'m [f32],
}

/// Multiplies some rows of bytes (at most [`ROWS`]), each with its scale, by a panel, into rows that lie so many numbers apart.
type Tile = fn(&[u8], &[f32], Panel<'_>, &mut [f32], usize);

fn fastest() -> Tile {
    #[cfg(target_arch = "x86_64")]
    {
        if x86::has_wide() {
            return x86::wide;
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            return x86::middle;
        }
    }
    plain
}

/// The definition of a tile, which the others must equal.
fn plain(rows: &[u8], of_rows: &[f32], panel: Panel<'_>, output: &mut [f32], outer: usize) {
    let stride = panel.lines.len() / 4 * GROUP;
    let mut all = [[0i32; PANEL]; ROWS];
    for (row, sums) in rows.chunks_exact(stride).zip(&mut all) {
        *sums = *panel.starts;
        for (left, lines) in row.as_chunks::<GROUP>().0.iter().zip(panel.lines.chunks_exact(4)) {
            let left = left.map(i32::from);
            for (sums, line) in sums.as_chunks_mut::<16>().0.iter_mut().zip(lines) {
                for (sum, right) in sums.iter_mut().zip(line.0.as_chunks::<GROUP>().0) {
                    for (left, &right) in left.iter().zip(right) {
                        *sum += left * i32::from(right);
                    }
                }
            }
        }
    }
    to_numbers(&all[..of_rows.len()], of_rows, panel.scales, panel.bias, output, outer);
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    // A register is named by row and part in all loops; iterators would hide that.
    #![expect(clippy::needless_range_loop)]

    use super::{GROUP, PANEL, Panel, ROWS, to_numbers};
    use std::arch::x86_64::*;

    /// Whether the processor has AVX-512 with its sums of products of bytes.
    pub(super) fn has_wide() -> bool {
        std::arch::is_x86_feature_detected!("avx512f") && std::arch::is_x86_feature_detected!("avx512vnni")
    }

    /// Sixteen columns a register, four products a column at once. Called only where
    /// [`has_wide`] says so.
    pub(super) fn wide(rows: &[u8], of_rows: &[f32], panel: Panel<'_>, output: &mut [f32], outer: usize) {
        // SAFETY: `fastest` gives this function out only where the processor has AVX-512 VNNI.
        unsafe {
            match panel.scales.len().div_ceil(16) {
                1 => wide_parts::<1>(rows, of_rows, panel, output, outer),
                2 => wide_parts::<2>(rows, of_rows, panel, output, outer),
                3 => wide_parts::<3>(rows, of_rows, panel, output, outer),
                _ => wide_parts::<4>(rows, of_rows, panel, output, outer),
            }
        }
    }

    #[target_feature(enable = "avx512f,avx512vnni")]
    fn wide_parts<const P: usize>(rows: &[u8], of_rows: &[f32], panel: Panel<'_>, output: &mut [f32], outer: usize) {
        match of_rows.len() {
            6 => wide_rows::<6, P>(rows, of_rows, panel, output, outer),
            5 => wide_rows::<5, P>(rows, of_rows, panel, output, outer),
            4 => wide_rows::<4, P>(rows, of_rows, panel, output, outer),
            3 => wide_rows::<3, P>(rows, of_rows, panel, output, outer),
            2 => wide_rows::<2, P>(rows, of_rows, panel, output, outer),
            _ => wide_rows::<1, P>(rows, of_rows, panel, output, outer),
        }
    }

    #[target_feature(enable = "avx512f,avx512vnni")]
    fn wide_rows<const R: usize, const P: usize>(rows: &[u8], of_rows: &[f32], panel: Panel<'_>, output: &mut [f32], outer: usize) {
        let stride = panel.lines.len() / 4 * GROUP;
        let mut lefts: [&[[u8; GROUP]]; R] = [&[]; R];
        for row in 0..R {
            lefts[row] = rows[row * stride..(row + 1) * stride].as_chunks().0;
        }
        let mut totals = [[_mm512_setzero_si512(); P]; R];
        for part in 0..P {
            // SAFETY: the starts are 64 numbers, four registers of 16.
            let start = unsafe { _mm512_loadu_si512(panel.starts.as_ptr().add(part * 16).cast()) };
            for row in 0..R {
                totals[row][part] = start;
            }
        }
        for (at, lines) in panel.lines.as_chunks::<4>().0.iter().enumerate() {
            let mut right = [_mm512_setzero_si512(); P];
            for part in 0..P {
                // SAFETY: a line is 64 bytes that are aligned to 64.
                right[part] = unsafe { _mm512_load_si512(lines[part].0.as_ptr().cast()) };
            }
            for row in 0..R {
                let left = _mm512_set1_epi32(i32::from_le_bytes(lefts[row][at]));
                for part in 0..P {
                    totals[row][part] = _mm512_dpbusd_epi32(totals[row][part], left, right[part]);
                }
            }
        }
        // As `to_numbers` does, while the sums are at hand.
        let width = panel.scales.len();
        assert!(width <= P * 16 && panel.bias.len() == width && output.len() >= (R - 1) * outer + width, "all columns have a place");
        for part in 0..P {
            let from = part * 16;
            let there = (1u32 << width.saturating_sub(from).min(16)) - 1;
            let there = there as __mmask16;
            // SAFETY: only columns that are there are read.
            let (scales, bias) = unsafe {
                (
                    _mm512_maskz_loadu_ps(there, panel.scales.as_ptr().wrapping_add(from)),
                    _mm512_maskz_loadu_ps(there, panel.bias.as_ptr().wrapping_add(from)),
                )
            };
            for row in 0..R {
                let scale = _mm512_mul_ps(scales, _mm512_set1_ps(of_rows[row]));
                let numbers = _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(totals[row][part]), scale), bias);
                // SAFETY: the output has these columns of every row, which was checked.
                unsafe { _mm512_mask_storeu_ps(output.as_mut_ptr().wrapping_add(row * outer + from), there, numbers) };
            }
        }
    }

    /// Four columns a register, the products of 16-bit numbers summed in pairs, which cannot
    /// overflow. Called only where AVX2 was found.
    pub(super) fn middle(rows: &[u8], of_rows: &[f32], panel: Panel<'_>, output: &mut [f32], outer: usize) {
        let stride = panel.lines.len() / 4 * GROUP;
        let mut all = [[0i32; PANEL]; ROWS];
        for (rows, sums) in rows.chunks(3 * stride).zip(all.chunks_mut(3)) {
            // SAFETY: `fastest` gives this function out only where the processor has AVX2.
            unsafe {
                match rows.len() / stride {
                    3 => middle_rows::<3>(rows, panel, sums),
                    2 => middle_rows::<2>(rows, panel, sums),
                    _ => middle_rows::<1>(rows, panel, sums),
                }
            }
        }
        to_numbers(&all[..of_rows.len()], of_rows, panel.scales, panel.bias, output, outer);
    }

    #[target_feature(enable = "avx2")]
    fn middle_rows<const R: usize>(rows: &[u8], panel: Panel<'_>, sums: &mut [[i32; PANEL]]) {
        let stride = panel.lines.len() / 4 * GROUP;
        let mut lefts: [&[[u8; GROUP]]; R] = [&[]; R];
        for row in 0..R {
            lefts[row] = rows[row * stride..(row + 1) * stride].as_chunks().0;
        }
        for line in 0..panel.scales.len().div_ceil(16) {
            // Three rows by four registers leave four of the sixteen registers for the factors.
            let mut totals = [[_mm256_setzero_si256(); 4]; R];
            for (at, lines) in panel.lines.as_chunks::<4>().0.iter().enumerate() {
                let mut left = [_mm256_setzero_si256(); R];
                for row in 0..R {
                    left[row] = _mm256_cvtepu8_epi16(_mm_set1_epi32(i32::from_le_bytes(lefts[row][at])));
                }
                for part in 0..4 {
                    // SAFETY: a line is four parts of 16 bytes, aligned to 64.
                    let right = unsafe { _mm_load_si128(lines[line].0.as_ptr().add(part * 16).cast()) };
                    let right = _mm256_cvtepi8_epi16(right);
                    for row in 0..R {
                        totals[row][part] = _mm256_add_epi32(totals[row][part], _mm256_madd_epi16(left[row], right));
                    }
                }
            }
            for row in 0..R {
                for part in 0..4 {
                    let mut pairs = [0i32; 8];
                    // SAFETY: a register is eight numbers.
                    unsafe { _mm256_storeu_si256(pairs.as_mut_ptr().cast(), totals[row][part]) };
                    for column in 0..4 {
                        let place = line * 16 + part * 4 + column;
                        sums[row][place] = panel.starts[place] + pairs[column * 2] + pairs[column * 2 + 1];
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::kernels::tests::numbers;
    use proptest::prelude::*;

    #[test]
    fn a_row_becomes_bytes_by_rounding_to_the_nearest() {
        let rows = ByteRows::from_numbers(&[1.27, -1.27, 0.014, 0.0, -0.015, 0.625, 1e-9], 7);
        let signed: Vec<i32> = rows.bytes.iter().map(|&byte| i32::from(byte) - 128).collect();
        assert_eq!(signed, [127, -127, 1, 0, -2, 62, 0, 0]);
        assert!((rows.scales[0] - 0.01).abs() < 1e-8);
    }

    #[test]
    fn odd_numbers_become_bytes_too() {
        for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MIN_POSITIVE / 2.0, 0.0, f32::MAX] {
            let rows = ByteRows::from_numbers(&[odd, 0.0, 1.0, -odd], 4);
            assert!(rows.bytes.iter().all(|&byte| byte > 0), "{odd}: {:?}", rows.bytes);
        }
        let rows = ByteRows::from_numbers(&[0.0; 8], 4);
        assert_eq!((rows.bytes, rows.scales), (vec![SHIFT; 8], vec![0.0; 2]));
    }

    #[test]
    fn a_product_is_near_to_that_of_the_numbers() {
        let (count, inner, outer) = (7, 96, 70);
        let (left, right) = (numbers(count * inner, 1), numbers(inner * outer, 2));
        let bytes: Vec<i8> = right.iter().map(|number| (number * 127.0) as i8).collect();
        let bias = numbers(outer, 3);
        let matrix = ByteMatrix::new(inner, outer, &bytes, &vec![1.0 / 127.0; outer], &bias);
        let mut product = vec![0.0; count * outer];
        matrix.multiply(&ByteRows::from_numbers(&left, inner), &mut product);
        for row in 0..count {
            for column in 0..outer {
                let exact: f32 = (0..inner).map(|at| left[row * inner + at] * f32::from(bytes[at * outer + column]) / 127.0).sum();
                assert!((product[row * outer + column] - exact - bias[column]).abs() < 0.1);
            }
        }
    }

    #[test]
    fn the_largest_sums_fit() {
        let (inner, outer) = (4096, 3);
        for (sign, byte) in [(1.0, 127), (1.0, -127), (-1.0, -127), (-1.0, 127)] {
            let matrix = ByteMatrix::new(inner, outer, &vec![byte; inner * outer], &[1.0; 3], &[0.0; 3]);
            let mut product = vec![0.0; outer];
            matrix.multiply(&ByteRows::from_numbers(&vec![127.0 * sign; inner], inner), &mut product);
            assert_eq!(product, [sign * f32::from(byte) * 127.0 * 4096.0; 3]);
        }
    }

    proptest! {
        #[test]
        fn every_kernel_gives_the_bits_of_the_plain_one(
            count in 0usize..20, inner in 1usize..90, outer in 1usize..200, seed in any::<u32>(),
        ) {
            let bytes: Vec<i8> = numbers(inner * outer, seed).iter().map(|number| (number * 127.9) as i8).collect();
            let matrix = ByteMatrix::new(inner, outer, &bytes, &numbers(outer, seed ^ 1), &numbers(outer, seed ^ 2));
            let rows = ByteRows::from_numbers(&numbers(count * inner, seed ^ 3), inner);
            let product = |tile: Tile| {
                let mut product = vec![f32::NAN; count * outer];
                matrix.multiply_by(tile, &rows, &mut product);
                product.iter().map(|number| number.to_bits()).collect::<Vec<u32>>()
            };
            let expected = product(plain);
            prop_assert_eq!(&product(fastest()), &expected);
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                prop_assert_eq!(&product(x86::middle), &expected);
            }
        }
    }
}
