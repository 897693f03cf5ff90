//! The rules of the page stack, and how the browser's history keeps one. Pure.

use super::{Page, WxError};

/// A page on the stack. The same page may be there more than once, so each entry has an id of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StackEntry {
    pub(crate) id: u32,
    pub(crate) page: Page,
}

/// A page that came to the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) id: u32,
    /// Whether the page takes the focus: not when it is the first one.
    pub(crate) takes_focus: bool,
}

/// The stack of a phone that is not in view.
#[derive(Debug, Clone)]
pub(super) struct Parked {
    pub(super) phone_id: String,
    pub(super) pages: Vec<Page>,
}

/// The most pages on a stack.
const LIMIT: usize = 10;

/// The entry on the screen.
pub(super) fn top(stack: &[StackEntry]) -> StackEntry {
    stack.last().copied().unwrap_or(StackEntry { id: 0, page: Page::Index })
}

/// Whether one more page would be too many.
pub(super) fn is_full(stack: &[StackEntry]) -> bool {
    stack.len() >= LIMIT
}

/// The stack with `entry` on top.
///
/// # Errors
/// A tab page, or a full stack.
pub(super) fn push(stack: &[StackEntry], entry: StackEntry) -> Result<Vec<StackEntry>, WxError> {
    if entry.page.is_tab() {
        return Err(WxError::new("navigateTo:fail can not navigateTo a tabbar page"));
    }
    if is_full(stack) {
        return Err(WxError::new("navigateTo:fail webview count limit exceed"));
    }
    Ok([stack, &[entry]].concat())
}

/// The stack without its `delta` upper pages, but never without its first; none when that is all there is.
pub(super) fn pop(stack: &[StackEntry], delta: usize) -> Option<Vec<StackEntry>> {
    let rest = stack.len().saturating_sub(delta).max(1);
    stack.get(..rest).filter(|_| rest < stack.len()).map(<[StackEntry]>::to_vec)
}

/// The stack with `entry` in place of its top.
///
/// # Errors
/// A tab page.
pub(super) fn replace_top(stack: &[StackEntry], entry: StackEntry) -> Result<Vec<StackEntry>, WxError> {
    if entry.page.is_tab() {
        return Err(WxError::new("redirectTo:fail can not redirectTo a tabbar page"));
    }
    let (_, rest) = stack.split_last().unwrap_or((&entry, &[]));
    Ok([rest, &[entry]].concat())
}

/// The pages of a stack.
pub(super) fn pages(stack: &[StackEntry]) -> Vec<Page> {
    stack.iter().map(|entry| entry.page).collect()
}

/// `epoch` and the pages' numbers: `2:45` is 用户设置 over 我的, after two reLaunches.
pub(super) fn encode(epoch: u32, stack: &[Page]) -> String {
    let mut text = epoch.to_string();
    text.push(':');
    text.extend(stack.iter().map(|page| char::from(b'0' + *page as u8)));
    text
}

/// The reverse of [`encode`]; none for a text that it never writes.
pub(super) fn decode(text: &str) -> Option<(u32, Vec<Page>)> {
    let (epoch, pages) = text.split_once(':')?;
    let pages: Option<Vec<Page>> =
        pages.bytes().map(|digit| Page::ALL.get(usize::from(digit.checked_sub(b'0')?)).copied()).collect();
    let pages = pages.filter(|pages| !pages.is_empty() && pages.len() <= LIMIT)?;
    Some((epoch.parse().ok()?, pages))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{LIMIT, Page, StackEntry, decode, encode, is_full, pages, pop, push, replace_top};

    fn stack(pages: &[Page]) -> Vec<StackEntry> {
        pages.iter().zip(0..).map(|(page, id)| StackEntry { id, page: *page }).collect()
    }

    fn entry(page: Page) -> StackEntry {
        StackEntry { id: 99, page }
    }

    #[test]
    fn ten_pages_and_no_more() {
        let mut stack = stack(&[Page::Ucenter]);
        while !is_full(&stack) {
            stack = push(&stack, entry(Page::User)).unwrap();
        }
        assert_eq!(stack.len(), LIMIT);
        let refused = push(&stack, entry(Page::User)).unwrap_err();
        assert_eq!(refused.err_msg, "navigateTo:fail webview count limit exceed");
    }

    #[test]
    fn a_tab_page_is_not_navigated_to() {
        let refused = push(&stack(&[Page::Index]), entry(Page::Vote)).unwrap_err();
        assert_eq!(refused.err_msg, "navigateTo:fail can not navigateTo a tabbar page");
    }

    #[rstest]
    #[case::the_last_page_stays(&[Page::User], 1, None)]
    #[case::none(&[Page::Ucenter, Page::User], 0, None)]
    #[case::one(&[Page::Ucenter, Page::User], 1, Some(vec![Page::Ucenter]))]
    #[case::two(&[Page::Ucenter, Page::User, Page::Login], 2, Some(vec![Page::Ucenter]))]
    #[case::more_than_there_are(&[Page::Ucenter, Page::User], 9, Some(vec![Page::Ucenter]))]
    fn pops(#[case] before: &[Page], #[case] delta: usize, #[case] after: Option<Vec<Page>>) {
        assert_eq!(pop(&stack(before), delta).map(|stack| pages(&stack)), after);
    }

    #[test]
    fn a_redirect_replaces_the_top() {
        let replaced = replace_top(&stack(&[Page::Ucenter, Page::Login]), entry(Page::User)).unwrap();
        assert_eq!(pages(&replaced), [Page::Ucenter, Page::User]);
        let refused = replace_top(&stack(&[Page::Ucenter]), entry(Page::Index)).unwrap_err();
        assert_eq!(refused.err_msg, "redirectTo:fail can not redirectTo a tabbar page");
    }

    #[test]
    fn decode_reverses_encode() {
        let stack = Page::ALL.to_vec();
        assert_eq!(decode(&encode(7, &stack)), Some((7, stack)));
        assert_eq!(encode(2, &[Page::Ucenter, Page::User]), "2:45");
    }

    #[rstest]
    #[case("")]
    #[case("1:")]
    #[case(":1")]
    #[case("x:1")]
    #[case("1:9")]
    #[case("1: ")]
    #[case("1:00000000000")]
    #[case("1:会")]
    fn decode_refuses_what_encode_never_writes(#[case] text: &str) {
        assert_eq!(decode(text), None);
    }
}
