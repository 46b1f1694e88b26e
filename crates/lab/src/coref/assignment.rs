//! The best one-to-one assignment between two sets.
//!
//! *Source*: Kuhn, The Hungarian method for the assignment problem, 1955; Munkres, Algorithms for
//! the assignment and transportation problems, 1957; with potentials and shortest augmenting paths
//! after Jonker and Volgenant, Computing 38, 1987.

/// The column for each row such that the sum of `gain` is greatest; `None` for rows left over.
///
/// *Shape*: `gain(row, column)` for `rows` × `columns`, none negative. Time grows with the square of
/// the smaller number times the larger.
pub fn assign(rows: usize, columns: usize, gain: impl Fn(usize, usize) -> f64) -> Vec<Option<usize>> {
    if rows <= columns {
        return smaller(rows, columns, &|row, column| -gain(row, column));
    }
    let mut found = vec![None; rows];
    let turned = smaller(columns, rows, &|column, row| -gain(row, column));
    for (column, row) in turned.into_iter().enumerate() {
        if let Some(row) = row {
            found[row] = Some(column);
        }
    }
    found
}

/// Least cost where there are at most as many rows as columns: every row gets one.
fn smaller(rows: usize, columns: usize, cost: &dyn Fn(usize, usize) -> f64) -> Vec<Option<usize>> {
    // Place 0 of each list is a row or column that does not exist, from which a path starts.
    let mut of_row = vec![0.0; rows + 1];
    let mut of_column = vec![0.0; columns + 1];
    let mut taken_by = vec![0; columns + 1];
    for row in 1..=rows {
        taken_by[0] = row;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut before = vec![0; columns + 1];
        let mut seen = vec![false; columns + 1];
        let mut column = 0;
        while taken_by[column] != 0 || column == 0 {
            seen[column] = true;
            let from = taken_by[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in (1..=columns).filter(|&other| !seen[other]) {
                let reduced = cost(from - 1, other - 1) - of_row[from] - of_column[other];
                if reduced < least[other] {
                    least[other] = reduced;
                    before[other] = column;
                }
                if least[other] < step {
                    step = least[other];
                    next = other;
                }
            }
            for other in 0..=columns {
                if seen[other] {
                    of_row[taken_by[other]] += step;
                    of_column[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            taken_by[column] = taken_by[before[column]];
            column = before[column];
        }
    }
    let mut found = vec![None; rows];
    for (column, &row) in taken_by.iter().skip(1).enumerate() {
        if let Some(row) = row.checked_sub(1) {
            found[row] = Some(column);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(rows: usize, columns: usize, gain: &[&[f64]]) -> f64 {
        let found = assign(rows, columns, |row, column| gain[row][column]);
        let mut used: Vec<usize> = found.iter().flatten().copied().collect();
        used.sort_unstable();
        assert!(used.windows(2).all(|pair| pair[0] < pair[1]), "a column is given once");
        assert_eq!(used.len(), rows.min(columns));
        found.iter().enumerate().filter_map(|(row, column)| Some(gain[row][(*column)?])).sum()
    }

    #[test]
    fn the_best_assignment_is_not_the_greedy_one() {
        assert_eq!(total(2, 2, &[&[9.0, 8.0], &[8.0, 1.0]]), 16.0);
        assert_eq!(total(3, 3, &[&[7.0, 5.0, 6.0], &[6.0, 2.0, 3.0], &[5.0, 4.0, 0.0]]), 16.0);
    }

    #[test]
    fn sets_of_different_size_leave_some_over() {
        assert_eq!(total(1, 3, &[&[1.0, 3.0, 2.0]]), 3.0);
        assert_eq!(total(3, 1, &[&[1.0], &[3.0], &[2.0]]), 3.0);
        assert_eq!(assign(0, 2, |_, _| 1.0), []);
    }

    #[test]
    fn every_small_matrix_gets_what_trying_all_orders_gives() {
        let mut seed = 1_u64;
        for _ in 0..200 {
            let gain: Vec<Vec<f64>> = (0..4)
                .map(|_| {
                    (0..4)
                        .map(|_| {
                            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                            ((seed >> 33) % 10) as f64
                        })
                        .collect()
                })
                .collect();
            let rows: Vec<&[f64]> = gain.iter().map(Vec::as_slice).collect();
            let mut best = 0.0_f64;
            for order in 0..256 {
                let columns = [order % 4, order / 4 % 4, order / 16 % 4, order / 64];
                if (0..4).all(|a| (0..a).all(|b| columns[a] != columns[b])) {
                    best = best.max((0..4).map(|row| gain[row][columns[row]]).sum());
                }
            }
            assert_eq!(total(4, 4, &rows), best);
        }
    }
}
