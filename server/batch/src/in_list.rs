//! `IN (?, ?, …)` for databases that take no array.

use std::sync::Arc;

use crate::MAX_BATCH;

/// A statement that ends with such a list, for 1, 2, 4 … [`MAX_BATCH`] values: a connection prepares few statements, and keeps
/// them.
#[derive(Debug)]
pub struct InList(Vec<Arc<str>>);

impl InList {
    /// `before` is the statement up to the word `IN`.
    pub fn new(before: &str) -> Self {
        let values = (0..=MAX_BATCH.ilog2()).map(|power| 1_usize << power);
        Self(values.map(|values| format!("{before} IN (?{})", ", ?".repeat(values - 1)).into()).collect())
    }

    /// The first that has room for so many values; [`InList::fill`] says what to bind.
    pub fn with_room_for(&self, values: usize) -> Arc<str> {
        let found = self.0.get(values.next_power_of_two().ilog2() as usize);
        found.or(self.0.last()).map(Arc::clone).unwrap_or_default()
    }

    /// The values, and where there is room for more, the first ones again.
    pub fn fill<T>(values: &[T]) -> impl Iterator<Item = &T> {
        values.iter().cycle().take(values.len().next_power_of_two())
    }
}

#[cfg(test)]
mod tests {
    use super::InList;
    use crate::MAX_BATCH;

    #[test]
    fn every_batch_has_a_statement_with_as_many_marks_as_values() {
        let statements = InList::new("SELECT x WHERE y");
        assert_eq!(&*statements.with_room_for(1), "SELECT x WHERE y IN (?)");
        assert_eq!(&*statements.with_room_for(3), "SELECT x WHERE y IN (?, ?, ?, ?)");
        for values in 1..=MAX_BATCH {
            let marks = statements.with_room_for(values).matches('?').count();
            let values: Vec<_> = (0..values).collect();
            assert_eq!(InList::fill(&values).count(), marks);
            assert!(values.iter().all(|value| InList::fill(&values).any(|filled| filled == value)));
        }
    }
}
