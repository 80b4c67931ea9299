//! [`Map`]: an ordered map that is cheap to clone.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use super::iter::Iter;
use super::node::Node;

/// An ordered map. Cloning costs one count; looking up, inserting and removing are logarithmic, and copy at most one
/// path of small nodes when the map is shared.
#[derive(Clone)]
pub struct Map<K, V> {
    root: Arc<Node<K, V>>,
    len: usize,
}

impl<K: Ord + Clone, V: Clone> Map<K, V> {
    /// An empty map.
    pub fn new() -> Map<K, V> {
        Map { root: Arc::new(Node::Leaf(Vec::new())), len: 0 }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The value under the key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.root.get(key)
    }

    /// Whether there is a value under the key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get(key).is_some()
    }

    /// The value under the key, to be changed in this map only.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        // A miss must not copy the path.
        self.get(key)?;
        Arc::make_mut(&mut self.root).get_mut(key)
    }

    /// Puts the value under the key; gives back what stood there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let inserted = Arc::make_mut(&mut self.root).insert(key, value);
        self.len += usize::from(inserted.previous.is_none());
        if let Some(right) = inserted.split {
            let left = Arc::clone(&self.root);
            self.root = Arc::new(Node::Branch(vec![(left.first_key(), left), right]));
        }
        inserted.previous
    }

    /// Takes the key out; gives back what stood there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.get(key)?;
        let removed = Arc::make_mut(&mut self.root).remove(key);
        self.len -= usize::from(removed.is_some());
        while let Node::Branch(children) = &*self.root {
            self.root = match children.as_slice() {
                [] => Arc::new(Node::Leaf(Vec::new())),
                [(_, only)] => Arc::clone(only),
                _ => break,
            };
        }
        removed
    }

    /// The entries in the order of their keys.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter::new(&self.root)
    }

    /// The entries from `key` on, in the order of their keys.
    pub fn iter_from<Q: Ord + ?Sized>(&self, key: &Q) -> Iter<'_, K, V>
    where
        K: Borrow<Q>,
    {
        Iter::from_key(&self.root, key)
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// Whether both are the same tree in memory, so that comparing their entries can be spared.
    pub fn is_same(&self, other: &Map<K, V>) -> bool {
        Arc::ptr_eq(&self.root, &other.root)
    }
}

impl<K: Ord + Clone, V: Clone> Default for Map<K, V> {
    fn default() -> Self {
        Map::new()
    }
}

impl<K: Ord + Clone, V: Clone> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Map::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<'a, K: Ord + Clone, V: Clone> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Iter<'a, K, V> {
        self.iter()
    }
}

impl<K: Ord + Clone, V: Clone + PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || (self.len == other.len && self.iter().eq(other.iter()))
    }
}

impl<K: Ord + Clone, V: Clone + Eq> Eq for Map<K, V> {}

impl<K: Ord + Clone + fmt::Debug, V: Clone + fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn keys_that_come_in_order_fill_their_nodes() {
        let map: Map<u32, ()> = (0..1024).map(|key| (key, ())).collect();
        let Node::Branch(children) = &*map.root else { panic!("one leaf cannot hold 1024 entries") };
        assert!(children.iter().all(|(_, child)| child.len() == super::super::node::NODE_MAX));
    }

    #[test]
    fn a_fork_does_not_see_what_the_other_does() {
        let mut map: Map<u32, u32> = (0..500).map(|key| (key, key)).collect();
        let fork = map.clone();
        assert!(map.is_same(&fork));
        map.remove(&250);
        *map.get_mut(&100).unwrap() = 7;
        map.insert(1000, 1);
        assert_eq!(fork.len(), 500);
        assert!(fork.iter().all(|(key, value)| key == value));
        assert_eq!((map.get(&250), map.get(&100), map.len()), (None, Some(&7), 500));
    }

    #[test]
    fn asking_for_what_is_not_there_copies_nothing() {
        let mut map: Map<u32, u32> = (0..500).map(|key| (key * 2, key)).collect();
        let fork = map.clone();
        assert_eq!(map.get_mut(&3), None);
        assert_eq!(map.remove(&3), None);
        assert!(map.is_same(&fork));
    }

    #[derive(Debug, Clone)]
    enum Op {
        Insert(u16, u8),
        Remove(u16),
        Change(u16, u8),
        Fork,
    }

    fn ops() -> impl Strategy<Value = Vec<Op>> {
        // Few keys, so that removals hit; many operations, so that the tree becomes three levels deep and shrinks again.
        let key = 0..2000_u16;
        let op = prop_oneof![
            6 => (key.clone(), any::<u8>()).prop_map(|(k, v)| Op::Insert(k, v)),
            5 => key.clone().prop_map(Op::Remove),
            1 => (key, any::<u8>()).prop_map(|(k, v)| Op::Change(k, v)),
            1 => Just(Op::Fork),
        ];
        prop::collection::vec(op, 0..4000)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn it_holds_what_a_map_of_the_standard_library_holds(ops in ops(), from in 0..2000_u16) {
            let mut map = Map::new();
            let mut model = BTreeMap::new();
            let mut forks = Vec::new();
            for op in ops {
                match op {
                    Op::Insert(k, v) => prop_assert_eq!(map.insert(k, v), model.insert(k, v)),
                    Op::Remove(k) => prop_assert_eq!(map.remove(&k), model.remove(&k)),
                    Op::Change(k, v) => {
                        let changed = map.get_mut(&k).map(|value| *value = v);
                        prop_assert_eq!(changed, model.get_mut(&k).map(|value| *value = v));
                    }
                    Op::Fork => forks.push((map.clone(), model.clone())),
                }
                prop_assert_eq!(map.len(), model.len());
            }
            forks.push((map, model));
            for (map, model) in forks {
                prop_assert!(map.iter().eq(model.iter()));
                prop_assert!(map.iter_from(&from).eq(model.range(from..)));
                for key in 0..2000 {
                    prop_assert_eq!(map.get(&key), model.get(&key));
                }
            }
        }
    }
}
