//! One node of the tree behind [`Map`](super::Map): a leaf with entries, or a branch with children.
//!
//! A B+ tree whose nodes are shared by counting. All leaves are equally deep, all nodes but the root have at least one
//! entry; nodes are merged when they fall below a quarter, so that a tree that shrank takes little memory.

use std::borrow::Borrow;
use std::sync::Arc;

/// The most entries of a leaf and the most children of a branch. Small enough that the copy of one node is cheap, large
/// enough that the tree over 100,000 topics is four levels deep.
pub(super) const NODE_MAX: usize = 32;
/// Below this a node is merged with a neighbour, if both fit into one.
const NODE_MIN: usize = NODE_MAX / 4;

/// A child of a branch: a key not above any in it, and the node.
pub(super) type Child<K, V> = (K, Arc<Node<K, V>>);

#[derive(Debug, Clone)]
pub(super) enum Node<K, V> {
    /// Entries in order.
    Leaf(Vec<(K, V)>),
    /// Children in order, each with a key not above any key in it and above all keys before it.
    Branch(Vec<Child<K, V>>),
}

/// What an insertion leaves to its caller.
pub(super) struct Inserted<K, V> {
    /// The value that stood there before.
    pub(super) previous: Option<V>,
    /// The right half of the node, if it had to be split.
    pub(super) split: Option<Child<K, V>>,
}

impl<K: Ord + Clone, V: Clone> Node<K, V> {
    pub(super) fn len(&self) -> usize {
        match self {
            Node::Leaf(entries) => entries.len(),
            Node::Branch(children) => children.len(),
        }
    }

    pub(super) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let mut node = self;
        loop {
            match node {
                Node::Leaf(entries) => return find(entries, key).ok().map(|at| &entries[at].1),
                Node::Branch(children) => node = &children[child_of(children, key)].1,
            }
        }
    }

    pub(super) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let mut node = self;
        loop {
            match node {
                Node::Leaf(entries) => return find(entries, key).ok().map(|at| &mut entries[at].1),
                Node::Branch(children) => {
                    let at = child_of(children, key);
                    node = Arc::make_mut(&mut children[at].1);
                }
            }
        }
    }

    pub(super) fn insert(&mut self, key: K, value: V) -> Inserted<K, V> {
        match self {
            Node::Leaf(entries) => match find(entries, &key) {
                Ok(at) => {
                    let previous = Some(std::mem::replace(&mut entries[at].1, value));
                    Inserted { previous, split: None }
                }
                Err(at) => {
                    grow(entries);
                    entries.insert(at, (key, value));
                    Inserted { previous: None, split: split(entries, at, Node::Leaf) }
                }
            },
            Node::Branch(children) => {
                let at = child_of(children, &key);
                if key < children[at].0 {
                    children[at].0 = key.clone();
                }
                let mut inserted = Arc::make_mut(&mut children[at].1).insert(key, value);
                if let Some(right) = inserted.split.take() {
                    grow(children);
                    children.insert(at + 1, right);
                    inserted.split = split(children, at + 1, Node::Branch);
                }
                inserted
            }
        }
    }

    /// The lowest key of a node that is not empty.
    pub(super) fn first_key(&self) -> K {
        match self {
            Node::Leaf(entries) => entries[0].0.clone(),
            Node::Branch(children) => children[0].0.clone(),
        }
    }

    pub(super) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        match self {
            Node::Leaf(entries) => find(entries, key).ok().map(|at| entries.remove(at).1),
            Node::Branch(children) => {
                let at = child_of(children, key);
                // A miss must not copy the path.
                children[at].1.get(key)?;
                let removed = Arc::make_mut(&mut children[at].1).remove(key);
                mend(children, at);
                removed
            }
        }
    }
}

/// Where the key stands, or where it would.
fn find<K: Borrow<Q>, T, Q: Ord + ?Sized>(entries: &[(K, T)], key: &Q) -> Result<usize, usize> {
    entries.binary_search_by(|(k, _)| k.borrow().cmp(key))
}

/// The child that holds the key if any does.
pub(super) fn child_of<K: Borrow<Q>, T, Q: Ord + ?Sized>(children: &[(K, T)], key: &Q) -> usize {
    match find(children, key) {
        Ok(at) => at,
        Err(at) => at.saturating_sub(1),
    }
}

/// Makes room for one more without the doubling of `Vec`, which would leave half of each node empty.
fn grow<T>(entries: &mut Vec<T>) {
    if entries.len() == entries.capacity() {
        entries.reserve_exact((NODE_MAX / 4).min(entries.len().max(1)));
    }
}

/// Cuts an overfull node that grew at `grown`: in the middle, or behind all but the last entry when that is the new one,
/// so that keys that come in order fill their nodes.
fn split<K: Clone, T, V>(
    entries: &mut Vec<(K, T)>,
    grown: usize,
    node: impl Fn(Vec<(K, T)>) -> Node<K, V>,
) -> Option<Child<K, V>> {
    if entries.len() <= NODE_MAX {
        return None;
    }
    let at = if grown == NODE_MAX { NODE_MAX } else { NODE_MAX / 2 };
    let right = entries.split_off(at);
    entries.shrink_to_fit();
    let first = right[0].0.clone();
    Some((first, Arc::new(node(right))))
}

/// Drops a child that became empty, or joins it with a neighbour.
fn mend<K: Ord + Clone, V: Clone>(children: &mut Vec<Child<K, V>>, at: usize) {
    let len = children[at].1.len();
    if len == 0 {
        children.remove(at);
        return;
    }
    if len >= NODE_MIN {
        return;
    }
    let left = if at > 0 { at - 1 } else { at };
    if left + 1 >= children.len() || children[left].1.len() + children[left + 1].1.len() > NODE_MAX / 2 {
        return;
    }
    let (_, right) = children.remove(left + 1);
    match (Arc::make_mut(&mut children[left].1), &*right) {
        (Node::Leaf(into), Node::Leaf(from)) => into.extend(from.iter().cloned()),
        (Node::Branch(into), Node::Branch(from)) => into.extend(from.iter().cloned()),
        // All leaves are equally deep: neighbours are of one kind.
        _ => unreachable!("neighbours are equally deep"),
    }
}
