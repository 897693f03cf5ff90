//! The rules of the page stack, and how the browser's history keeps one. Pure.

use super::Fail;
use crate::pages::Page;

/// The most pages on a stack.
const LIMIT: usize = 10;

/// The page on the screen.
pub(super) fn top(stack: &[Page]) -> Page {
    stack.last().copied().unwrap_or(Page::Index)
}

/// Whether a page more would be too many.
pub(super) fn is_full(stack: &[Page]) -> bool {
    stack.len() >= LIMIT
}

/// The stack with `page` on top.
pub(super) fn push(stack: &[Page], page: Page) -> Result<Vec<Page>, Fail> {
    if page.is_tab() {
        return Err(Fail::new("navigateTo:fail can not navigateTo a tabbar page"));
    }
    if is_full(stack) {
        return Err(Fail::new("navigateTo:fail webview count limit exceed"));
    }
    Ok([stack, &[page]].concat())
}

/// The stack without its `delta` upper pages, but never without its first; none when that is all there is.
pub(super) fn pop(stack: &[Page], delta: usize) -> Option<Vec<Page>> {
    let rest = stack.len().saturating_sub(delta).max(1);
    stack.get(..rest).filter(|_| rest < stack.len()).map(<[Page]>::to_vec)
}

/// The stack with `page` in place of its top.
#[cfg(any(test, feature = "hydrate"))]
pub(super) fn swap(stack: &[Page], page: Page) -> Result<Vec<Page>, Fail> {
    if page.is_tab() {
        return Err(Fail::new("redirectTo:fail can not redirectTo a tabbar page"));
    }
    let (_, rest) = stack.split_last().unwrap_or((&page, &[]));
    Ok([rest, &[page]].concat())
}

/// `epoch` and the pages' numbers: `2:45` is 用户设置 over 我的, after two reLaunches.
pub(super) fn encode(epoch: u32, stack: &[Page]) -> String {
    let mut text = epoch.to_string();
    text.push(':');
    text.extend(stack.iter().map(|page| char::from(b'0' + *page as u8)));
    text
}

/// The reverse. What this page did not write is none.
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

    use super::{LIMIT, decode, encode, is_full, pop, push, swap};
    use crate::pages::Page;

    #[test]
    fn ten_pages_and_no_more() {
        let mut stack = vec![Page::Ucenter];
        while !is_full(&stack) {
            stack = push(&stack, Page::User).unwrap();
        }
        assert_eq!(stack.len(), LIMIT);
        let refused = push(&stack, Page::User).unwrap_err();
        assert_eq!(refused.err_msg, "navigateTo:fail webview count limit exceed");
    }

    #[test]
    fn a_tab_is_switched_to() {
        let refused = push(&[Page::Index], Page::Vote).unwrap_err();
        assert_eq!(refused.err_msg, "navigateTo:fail can not navigateTo a tabbar page");
    }

    #[test]
    fn the_last_page_stays() {
        assert_eq!(pop(&[Page::User], 1), None);
        assert_eq!(pop(&[Page::Ucenter, Page::User], 0), None);
        assert_eq!(pop(&[Page::Ucenter, Page::User], 1), Some(vec![Page::Ucenter]));
        assert_eq!(pop(&[Page::Ucenter, Page::User, Page::Login], 2), Some(vec![Page::Ucenter]));
        assert_eq!(pop(&[Page::Ucenter, Page::User], 9), Some(vec![Page::Ucenter]));
    }

    #[test]
    fn a_redirect_takes_the_place_of_the_top() {
        assert_eq!(swap(&[Page::Ucenter, Page::Login], Page::User), Ok(vec![Page::Ucenter, Page::User]));
        let refused = swap(&[Page::Ucenter], Page::Index).unwrap_err();
        assert_eq!(refused.err_msg, "redirectTo:fail can not redirectTo a tabbar page");
    }

    #[test]
    fn what_is_written_is_read() {
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
    fn what_was_not_written_is_not_read(#[case] text: &str) {
        assert_eq!(decode(text), None);
    }
}
