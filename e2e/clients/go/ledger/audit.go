package ledger

import "fmt"

// samplesMax limits how many records a report names for each kind of fault.
const samplesMax = 20

// Audit compares what the partitions hold, read from their beginning, with what was acknowledged.
type Audit struct {
	ledger *Ledger
	found  []map[int64]int64 // by partition: sequence to the first offset it was found at
	last   []int64           // by partition: the highest sequence found
	result AuditResult
}

// AuditResult is the verdict over the whole run.
type AuditResult struct {
	Complete   bool `json:"complete"` // every partition was read up to its end
	Read       int  `json:"read"`
	Lost       int  `json:"lost"`       // acknowledged, found nowhere
	Duplicated int  `json:"duplicated"` // found at a second offset
	Reordered  int  `json:"reordered"`  // found behind a later record of its partition
	Moved      int  `json:"moved"`      // found at another offset than the acknowledged one
	Unasked    int  `json:"unasked"`    // found though never acknowledged: allowed, the answer may have been lost
	Foreign    int  `json:"foreign"`    // of no or another run
	// Samples names the first of each fault.
	Samples []string `json:"samples,omitempty"`
}

// Audit begins an audit. Nothing may be sent or acknowledged any more.
func (l *Ledger) Audit() *Audit {
	a := &Audit{ledger: l}
	for range l.partitions {
		a.found = append(a.found, map[int64]int64{})
		a.last = append(a.last, unset)
	}
	return a
}

// Observe takes the next record of a partition, in the order of offsets.
func (a *Audit) Observe(p int32, value []byte, offset int64) {
	r, err := Parse(value)
	if err != nil || r.Run != a.ledger.run || r.Partition != p || r.Sequence >= int64(len(a.ledger.partitions[p].entries)) {
		a.result.Foreign++
		return
	}
	a.result.Read++
	if first, again := a.found[p][r.Sequence]; again {
		a.result.Duplicated++
		a.sample("duplicated: partition %d sequence %d at offsets %d and %d", p, r.Sequence, first, offset)
		return
	}
	a.found[p][r.Sequence] = offset
	if r.Sequence < a.last[p] {
		a.result.Reordered++
		a.sample("reordered: partition %d sequence %d at offset %d, behind sequence %d", p, r.Sequence, offset, a.last[p])
	}
	a.last[p] = max(a.last[p], r.Sequence)
}

// Finish gives the verdict; complete says whether every partition was read to its end.
func (a *Audit) Finish(complete bool) AuditResult {
	for p, part := range a.ledger.partitions {
		for sequence, e := range part.entries {
			offset, found := a.found[p][int64(sequence)]
			switch {
			case e.ackedAt == unset && found:
				a.result.Unasked++
			case e.ackedAt != unset && !found:
				a.result.Lost++
				a.sample("lost: partition %d sequence %d, acknowledged at offset %d", p, sequence, e.offset)
			case e.ackedAt != unset && offset != e.offset:
				a.result.Moved++
				a.sample("moved: partition %d sequence %d, acknowledged at offset %d, found at %d", p, sequence, e.offset, offset)
			}
		}
	}
	a.result.Complete = complete
	return a.result
}

func (a *Audit) sample(format string, values ...any) {
	if len(a.result.Samples) < samplesMax {
		a.result.Samples = append(a.result.Samples, fmt.Sprintf(format, values...))
	}
}
