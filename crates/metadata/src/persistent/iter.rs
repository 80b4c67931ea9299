//! [`Iter`]: the entries of a [`Map`](super::Map) in order.

use std::borrow::Borrow;

use super::node::{Child, Node, child_of};

/// Goes over the entries of a map, lowest key first.
#[derive(Debug)]
pub struct Iter<'a, K, V> {
    /// What is left of the branches on the way down to the leaf.
    branches: Vec<std::slice::Iter<'a, Child<K, V>>>,
    /// What is left of the leaf.
    leaf: std::slice::Iter<'a, (K, V)>,
}

impl<'a, K: Ord + Clone, V: Clone> Iter<'a, K, V> {
    pub(super) fn new(root: &'a Node<K, V>) -> Self {
        let mut iter = Iter { branches: Vec::new(), leaf: [].iter() };
        iter.descend(root);
        iter
    }

    pub(super) fn from_key<Q: Ord + ?Sized>(root: &'a Node<K, V>, key: &Q) -> Self
    where
        K: Borrow<Q>,
    {
        let mut iter = Iter { branches: Vec::new(), leaf: [].iter() };
        let mut node = root;
        loop {
            match node {
                Node::Leaf(entries) => {
                    let at = entries.partition_point(|(k, _)| k.borrow() < key);
                    iter.leaf = entries[at..].iter();
                    return iter;
                }
                Node::Branch(children) => {
                    let at = child_of(children, key);
                    iter.branches.push(children[at + 1..].iter());
                    node = &children[at].1;
                }
            }
        }
    }

    fn descend(&mut self, mut node: &'a Node<K, V>) {
        loop {
            match node {
                Node::Leaf(entries) => {
                    self.leaf = entries.iter();
                    return;
                }
                Node::Branch(children) => {
                    let mut children = children.iter();
                    let Some((_, first)) = children.next() else { return };
                    self.branches.push(children);
                    node = first;
                }
            }
        }
    }
}

impl<'a, K: Ord + Clone, V: Clone> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.leaf.next() {
                return Some((key, value));
            }
            let (_, child) = loop {
                match self.branches.last_mut()?.next() {
                    Some(child) => break child,
                    None => self.branches.pop(),
                };
            };
            self.descend(child);
        }
    }
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Iter { branches: self.branches.clone(), leaf: self.leaf.clone() }
    }
}
