package ledger

import (
	"math"
	"slices"
)

// Spread sums up durations in milliseconds; absent where there were none.
type Spread struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// Interval is what happened from one mark to the next, or to the end.
type Interval struct {
	Name string  `json:"name"`
	AtS  float64 `json:"at_s"` // since the run began
	// FirstAckMs and AllAckMs: from the mark until a record sent after it was acknowledged in some partition, and in
	// every one; absent where that never happened.
	FirstAckMs  *float64 `json:"first_ack_ms"`
	AllAckMs    *float64 `json:"all_ack_ms"`
	FirstReadMs *float64 `json:"first_read_ms"` // until a record sent after it was read
	AckMs       *Spread  `json:"ack_ms"`        // from sending to acknowledgement, of the records sent in it
	// SilenceMs is the longest time without an acknowledgement in any one partition that reaches into the interval.
	SilenceMs float64 `json:"silence_ms"`
	Sent      int     `json:"sent"`
}

// Report is the account of a run.
type Report struct {
	Seconds       float64         `json:"seconds"`
	Sent          int             `json:"sent"`
	Acked         int             `json:"acked"`
	Failed        int             `json:"failed"`
	Failures      map[string]int  `json:"failures,omitempty"`
	Read          int             `json:"read"`        // by the consumer of the run, each record once
	Redelivered   int             `json:"redelivered"` // the same offset again, as groups may
	ReadReordered int             `json:"read_reordered"`
	AckMs         *Spread         `json:"ack_ms"`
	AckGapMs      *Spread         `json:"ack_gap_ms"` // between acknowledgements, all partitions together
	ReadGapMs     *Spread         `json:"read_gap_ms"`
	EndToEndMs    *Spread         `json:"end_to_end_ms"`
	EndToEndP999  *float64        `json:"end_to_end_p999_ms"`
	SilenceMs     map[int]float64 `json:"silence_ms"` // longest without an acknowledgement, by partition
	Marks         []Interval      `json:"marks"`
	Audit         AuditResult     `json:"audit"`
}

// Report sums the run up, which ended at end (nanoseconds since the epoch).
func (l *Ledger) Report(end int64, audit AuditResult) Report {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := Report{
		Seconds: float64(end-l.began) / 1e9, Failures: l.failures, Read: len(l.reads), Redelivered: l.redelivered,
		ReadReordered: l.readBehind, SilenceMs: map[int]float64{}, Audit: audit,
		ReadGapMs: spread(gaps(l.reads)), Marks: []Interval{},
	}
	var acks, ackMs, endToEnd []int64
	for i, part := range l.partitions {
		r.Sent += len(part.entries)
		r.Acked += len(part.acks)
		acks = append(acks, part.acks...)
		r.SilenceMs[i] = longest(part.acks, 0, math.MaxInt64)
		for _, e := range part.entries {
			if e.ackedAt != unset {
				ackMs = append(ackMs, e.ackedAt-e.sentAt)
			}
			if e.readAt != unset {
				endToEnd = append(endToEnd, e.readAt-e.sentAt)
			}
		}
	}
	for _, n := range l.failures {
		r.Failed += n
	}
	slices.Sort(acks)
	r.AckMs, r.AckGapMs, r.EndToEndMs = spread(ackMs), spread(gaps(acks)), spread(endToEnd)
	if len(endToEnd) > 0 {
		p := percentile(endToEnd, 0.999)
		r.EndToEndP999 = &p
	}
	for i, mark := range l.marks {
		until := end
		if i+1 < len(l.marks) {
			until = l.marks[i+1].At
		}
		r.Marks = append(r.Marks, l.interval(mark, until))
	}
	return r
}

func (l *Ledger) interval(mark Mark, until int64) Interval {
	v := Interval{Name: mark.Name, AtS: float64(mark.At-l.began) / 1e9}
	first, all, read := int64(unset), int64(0), int64(unset)
	var ackMs []int64
	for _, part := range l.partitions {
		at := part.firstAckAfter(mark.At)
		if at != unset && (first == unset || at < first) {
			first = at
		}
		if at == unset {
			all = math.MaxInt64
		}
		all = max(all, at)
		v.SilenceMs = max(v.SilenceMs, longest(part.acks, mark.At, until))
		for i := len(part.entries) - 1; i >= 0 && part.entries[i].sentAt > mark.At; i-- {
			e := part.entries[i]
			if e.readAt != unset && (read == unset || e.readAt < read) {
				read = e.readAt
			}
			if e.sentAt <= until {
				v.Sent++
				if e.ackedAt != unset {
					ackMs = append(ackMs, e.ackedAt-e.sentAt)
				}
			}
		}
	}
	v.FirstAckMs, v.FirstReadMs = since(mark.At, first), since(mark.At, read)
	if all != math.MaxInt64 {
		v.AllAckMs = since(mark.At, all)
	}
	v.AckMs = spread(ackMs)
	return v
}

func since(mark, at int64) *float64 {
	if at == unset {
		return nil
	}
	ms := milliseconds(at - mark)
	return &ms
}

// longest is the longest gap between neighbours of ascending times that overlaps (from, until), in milliseconds.
func longest(times []int64, from, until int64) float64 {
	gap := int64(0)
	for i := 1; i < len(times); i++ {
		if times[i] > from && times[i-1] < until {
			gap = max(gap, times[i]-times[i-1])
		}
	}
	return milliseconds(gap)
}

func gaps(times []int64) []int64 {
	var out []int64
	for i := 1; i < len(times); i++ {
		out = append(out, times[i]-times[i-1])
	}
	return out
}

// spread sorts values, nanoseconds.
func spread(values []int64) *Spread {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	return &Spread{P50: percentile(values, 0.5), P99: percentile(values, 0.99), Max: milliseconds(values[len(values)-1])}
}

func percentile(sorted []int64, p float64) float64 {
	return milliseconds(sorted[min(len(sorted)-1, int(float64(len(sorted))*p))])
}

func milliseconds(ns int64) float64 { return math.Round(float64(ns)/1e4) / 100 }
