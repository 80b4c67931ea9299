// Package ledger accounts for every record of one run: what was sent, acknowledged and read, and when.
//
// It promises that a record acknowledged and not found afterwards is reported as lost, one found at two offsets as
// duplicated, one found behind a later one as reordered. It knows no Kafka client and reads no clock: all comes by
// argument, so that the accounting itself can be tested.
package ledger

import (
	"sync"
	"time"
)

// unset stands where something has not happened.
const unset = -1

// entry is the life of one record. Times are nanoseconds since the epoch.
type entry struct {
	sentAt, ackedAt, readAt int64
	offset                  int64 // as acknowledged
}

// partition holds its records by sequence.
type partition struct {
	entries     []entry
	acks        []int64 // times of acknowledgement, as they came
	highestRead int64   // offset
	lastRead    int64   // sequence at highestRead
}

// Mark is an event of the run: a kill, a change of scale.
type Mark struct {
	Name string
	At   int64 // nanoseconds since the epoch
}

// Ledger is one run's account. It is safe for concurrent use.
type Ledger struct {
	mu          sync.Mutex
	run         uint64
	began       int64
	partitions  []*partition
	marks       []Mark
	failures    map[string]int
	reads       []int64 // times, as they came
	redelivered int
	readBehind  int
	foreign     int
}

// New is an empty account of a run over that many partitions.
func New(run uint64, partitions int, began time.Time) *Ledger {
	l := &Ledger{run: run, began: began.UnixNano(), failures: map[string]int{}}
	for range partitions {
		l.partitions = append(l.partitions, &partition{highestRead: unset, lastRead: unset})
	}
	return l
}

// Send notes that a record leaves now and names it.
func (l *Ledger) Send(p int32, now time.Time) Record {
	l.mu.Lock()
	defer l.mu.Unlock()
	part := l.partitions[p]
	record := Record{Run: l.run, Partition: p, Sequence: int64(len(part.entries)), SentAt: now.UnixNano()}
	part.entries = append(part.entries, entry{sentAt: record.SentAt, ackedAt: unset, readAt: unset, offset: unset})
	return record
}

// Ack notes an acknowledgement.
func (l *Ledger) Ack(r Record, offset int64, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	part := l.partitions[r.Partition]
	part.entries[r.Sequence].ackedAt = now.UnixNano()
	part.entries[r.Sequence].offset = offset
	part.acks = append(part.acks, now.UnixNano())
}

// Fail notes that the client gave a record up.
func (l *Ledger) Fail(reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failures[reason]++
}

// Read notes a record that the consumer received while the run went on.
func (l *Ledger) Read(value []byte, offset int64, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, err := Parse(value)
	if err != nil || r.Run != l.run || int(r.Partition) >= len(l.partitions) || r.Sequence >= int64(len(l.partitions[r.Partition].entries)) {
		l.foreign++
		return
	}
	part := l.partitions[r.Partition]
	if offset <= part.highestRead { // a group starts again from what it last committed
		l.redelivered++
		return
	}
	if r.Sequence < part.lastRead {
		l.readBehind++
	}
	part.highestRead, part.lastRead = offset, r.Sequence
	if part.entries[r.Sequence].readAt == unset {
		part.entries[r.Sequence].readAt = now.UnixNano()
		l.reads = append(l.reads, now.UnixNano())
	}
}

// Mark notes an event.
func (l *Ledger) Mark(name string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.marks = append(l.marks, Mark{Name: name, At: now.UnixNano()})
}

// Counts is what stands in the ledger now.
type Counts struct {
	Sent  int `json:"sent"`
	Acked int `json:"acked"`
	Read  int `json:"read"`
	// Partitions in which a record sent after the last mark was acknowledged; before any mark, any record.
	PartitionsAcked int `json:"partitions_acked"`
	// Acknowledgements since the last mark, of records sent before or after it.
	AckedSinceMark int `json:"acked_since_mark"`
	// Records read since the last mark.
	ReadSinceMark int `json:"read_since_mark"`
	Failed        int `json:"failed"`
}

// Counts of the run so far.
func (l *Ledger) Counts() Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	mark := int64(unset)
	if len(l.marks) > 0 {
		mark = l.marks[len(l.marks)-1].At
	}
	c := Counts{Read: len(l.reads), ReadSinceMark: countAfter(l.reads, mark)}
	for _, part := range l.partitions {
		c.Sent += len(part.entries)
		c.Acked += len(part.acks)
		c.AckedSinceMark += countAfter(part.acks, mark)
		if part.firstAckAfter(mark) != unset {
			c.PartitionsAcked++
		}
	}
	for _, n := range l.failures {
		c.Failed += n
	}
	return c
}

// countAfter counts the times after mark; times ascend.
func countAfter(times []int64, mark int64) int {
	n := 0
	for i := len(times) - 1; i >= 0 && times[i] > mark; i-- {
		n++
	}
	return n
}

// firstAckAfter is when a record sent after mark was first acknowledged, or unset.
func (p *partition) firstAckAfter(mark int64) int64 {
	first := int64(unset)
	for i := len(p.entries) - 1; i >= 0 && p.entries[i].sentAt > mark; i-- {
		if at := p.entries[i].ackedAt; at != unset && (first == unset || at < first) {
			first = at
		}
	}
	return first
}
