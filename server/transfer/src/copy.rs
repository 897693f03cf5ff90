//! The way of the rows.

use identity::StoreError;

use crate::{Mark, Row, Side, Stamp, TABLES, Table, Value};

/// The step after the tables: accounts that were referred by one with a higher id, as an import makes them. An account is
/// written before such a referrer is there.
const REFERRERS: &str = "referrers";
/// Below every key.
const BEFORE_ALL: i64 = i64::MIN;
/// Accounts of the last step in one transaction.
const PAIRS: u32 = 500;

/// What was copied.
#[derive(Debug, PartialEq, Eq)]
pub struct Copied {
    /// Rows by table, in the order of [`TABLES`].
    pub rows: Vec<(&'static str, u64)>,
    /// Whether an earlier copy had not ended, and this one went on with it.
    pub resumed: bool,
}

/// Why a copy did not end. No text holds a value of a row.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The target is in use.
    #[error("the target is not empty: it holds {0}. Copy into a database that is empty or not there")]
    NotEmpty(String),
    /// What is in the target is of another moment.
    #[error(
        "the target holds a part of a copy, and the source is not as it was when that began: another database, or one that a \
         server wrote to. Make the target anew, and copy again"
    )]
    SourceChanged,
    /// Two copies at once.
    #[error("another copy writes into the target")]
    Raced,
    /// A server was started after the copy.
    #[error(
        "the source was written to while it was copied ({0}), and the target lacks that. Stop every server of the source, make \
         the target anew, and copy again"
    )]
    Written(String),
    /// The target has not what the source has.
    #[error(
        "the target differs from the source in the table {0}: something else writes into it. Make it anew, and copy again"
    )]
    Differs(&'static str),
    /// A database failed.
    #[error("the source, at the table {0}")]
    Source(&'static str, #[source] StoreError),
    /// A database failed.
    #[error("the target, at the table {0}; what is in it stays, run this again to go on")]
    Target(&'static str, #[source] StoreError),
}

/// Copies every row, the ids and the highest id that was ever given, then compares every row. The mark stays in the target:
/// [`Side::end`] removes it. The source is reading one moment ([`Side::begin_reading`]); `live`: it may change after that one.
/// `tell` is called after each batch, with the table and how many rows of it this call wrote.
///
/// # Errors
/// [`CopyError`]. Where a database failed, or the process was killed, the next call goes on.
pub async fn copy(
    source: &mut dyn Side,
    target: &mut dyn Side,
    live: bool,
    tell: &(dyn Fn(&'static str, u64) + Sync),
) -> Result<Copied, CopyError> {
    let before = stamps(source).await?;
    let (mut mark, resumed) = start(target, &before).await?;
    let step = mark.step.clone();
    for table in TABLES.iter().skip_while(|table| table.name != step) {
        copy_table(source, target, table, &mut mark, tell).await?;
    }
    copy_referrers(source, target, &mut mark).await?;
    for (table, stamp) in TABLES.iter().zip(&before).filter(|(table, _)| table.gives_ids) {
        let highest = source.highest_given(table).await.map_err(|error| CopyError::Source(table.name, error))?;
        target
            .set_highest_given(table, highest.max(stamp.highest))
            .await
            .map_err(|error| CopyError::Target(table.name, error))?;
    }
    let mut rows = Vec::with_capacity(TABLES.len());
    for table in &TABLES {
        rows.push((table.name, compare(source, target, table, tell).await?));
    }
    if !live {
        source.end_reading().await.map_err(|error| CopyError::Source("user", error))?;
        require_unchanged(&before, &stamps(source).await?)?;
    }
    Ok(Copied { rows, resumed })
}

/// The mark to go on from: of a copy that had not ended, or a new one in a target without rows.
async fn start(target: &mut dyn Side, before: &[Stamp]) -> Result<(Mark, bool), CopyError> {
    let failed = |error| CopyError::Target("user", error);
    let source = stamps_text(before);
    match target.mark().await.map_err(failed)? {
        Some((of, _)) if of != source => Err(CopyError::SourceChanged),
        Some((_, mark)) => Ok((mark, true)),
        None => {
            let mut held = Vec::new();
            for table in &TABLES {
                let rows = target.stamp(table).await.map_err(|error| CopyError::Target(table.name, error))?.rows;
                if rows > 0 {
                    held.push(format!("{} {rows}", table.name));
                }
            }
            if !held.is_empty() {
                return Err(CopyError::NotEmpty(held.join(", ")));
            }
            let mark = Mark { step: TABLES.first().map_or(REFERRERS, |table| table.name).to_owned(), key: BEFORE_ALL };
            target.begin(&source, &mark).await.map_err(failed)?;
            Ok((mark, false))
        }
    }
}

async fn copy_table(
    source: &mut dyn Side,
    target: &mut dyn Side,
    table: &'static Table,
    mark: &mut Mark,
    tell: &(dyn Fn(&'static str, u64) + Sync),
) -> Result<(), CopyError> {
    let (mut after, mut written) = (if mark.step == table.name { mark.key } else { BEFORE_ALL }, 0);
    loop {
        let page = source.page(table, after, table.batch).await;
        let mut rows = page.map_err(|error| CopyError::Source(table.name, error))?;
        let Some(last) = rows.last().and_then(key) else { return Ok(()) };
        if table.name == "user" {
            rows.iter_mut().for_each(|row| without_later_referrer(table, row));
        }
        let next = Mark { step: table.name.to_owned(), key: last };
        let put = target.put(table, &rows, mark, &next).await;
        if !put.map_err(|error| CopyError::Target(table.name, error))? {
            return Err(CopyError::Raced);
        }
        (after, *mark) = (last, next);
        written += rows.len() as u64;
        tell(table.name, written);
    }
}

async fn copy_referrers(source: &mut dyn Side, target: &mut dyn Side, mark: &mut Mark) -> Result<(), CopyError> {
    let mut after = if mark.step == REFERRERS { mark.key } else { BEFORE_ALL };
    loop {
        let page = source.later_referrers(after, PAIRS).await;
        let pairs = page.map_err(|error| CopyError::Source("user", error))?;
        let Some((last, _)) = pairs.last().copied() else { return Ok(()) };
        let next = Mark { step: REFERRERS.to_owned(), key: last };
        let put = target.put_referrers(&pairs, mark, &next).await;
        if !put.map_err(|error| CopyError::Target("user", error))? {
            return Err(CopyError::Raced);
        }
        (after, *mark) = (last, next);
    }
}

/// How many rows a table has, if they are the same on both sides.
async fn compare(
    source: &mut dyn Side,
    target: &mut dyn Side,
    table: &'static Table,
    tell: &(dyn Fn(&'static str, u64) + Sync),
) -> Result<u64, CopyError> {
    let (mut after, mut compared) = (BEFORE_ALL, 0);
    loop {
        let page = source.page(table, after, table.batch).await;
        let rows = page.map_err(|error| CopyError::Source(table.name, error))?;
        let page = target.page(table, after, table.batch).await;
        if page.map_err(|error| CopyError::Target(table.name, error))? != rows {
            return Err(CopyError::Differs(table.name));
        }
        let Some(last) = rows.last().and_then(key) else { return Ok(compared) };
        after = last;
        compared += rows.len() as u64;
        tell(table.name, compared);
    }
}

async fn stamps(source: &mut dyn Side) -> Result<Vec<Stamp>, CopyError> {
    let mut stamps = Vec::with_capacity(TABLES.len());
    for table in &TABLES {
        stamps.push(source.stamp(table).await.map_err(|error| CopyError::Source(table.name, error))?);
    }
    Ok(stamps)
}

/// As the target keeps them.
fn stamps_text(stamps: &[Stamp]) -> String {
    let named = TABLES.iter().zip(stamps);
    let named =
        named.map(|(table, stamp)| format!("{} {} {} {}", table.name, stamp.rows, stamp.highest, stamp.changed_ms));
    named.collect::<Vec<_>>().join(", ")
}

fn require_unchanged(before: &[Stamp], after: &[Stamp]) -> Result<(), CopyError> {
    let all = TABLES.iter().zip(before.iter().zip(after));
    let changed: Vec<_> = all.filter(|(_, (before, after))| before != after).map(|(table, _)| table.name).collect();
    if changed.is_empty() { Ok(()) } else { Err(CopyError::Written(changed.join(", "))) }
}

fn key(row: &Row) -> Option<i64> {
    row.first()?.int()
}

/// Leaves out a referrer that is not written yet. One with a lower id is: rows come in the order of ids.
fn without_later_referrer(table: &Table, row: &mut Row) {
    let Some(id) = key(row) else { return };
    let place = table.columns.iter().position(|column| column.name == "share_user_id");
    if let Some(referrer) = place.and_then(|place| row.get_mut(place))
        && referrer.int().is_some_and(|referrer| referrer >= id)
    {
        *referrer = Value::Int(None);
    }
}
