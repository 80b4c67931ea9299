package ledger

import (
	"testing"
	"time"
)

var began = time.Unix(1_000_000, 0)

func at(ms int) time.Time { return began.Add(time.Duration(ms) * time.Millisecond) }

// acknowledged is a ledger in which n records of one partition were sent and acknowledged, a millisecond apart.
func acknowledged(n int) (*Ledger, []Record) {
	l := New(7, 1, began)
	var records []Record
	for i := range n {
		r := l.Send(0, at(i))
		l.Ack(r, int64(i), at(i+1))
		records = append(records, r)
	}
	return l, records
}

func audit(l *Ledger, order ...Record) AuditResult {
	a := l.Audit()
	for offset, r := range order {
		a.Observe(r.Partition, r.Value(100), int64(offset))
	}
	return a.Finish(true)
}

func TestAPerfectRunHasNoFault(t *testing.T) {
	l, r := acknowledged(3)
	v := audit(l, r...)
	if v.Read != 3 || v.Lost+v.Duplicated+v.Reordered+v.Moved+v.Unasked+v.Foreign != 0 {
		t.Fatalf("%+v", v)
	}
}

func TestAnAcknowledgedRecordThatIsNotFoundIsLost(t *testing.T) {
	l, r := acknowledged(3)
	if v := audit(l, r[0], r[1]); v.Lost != 1 || len(v.Samples) != 1 {
		t.Fatalf("%+v", v)
	}
}

func TestARecordAtTwoOffsetsIsADuplicate(t *testing.T) {
	l, r := acknowledged(2)
	if v := audit(l, r[0], r[1], r[0]); v.Duplicated != 1 || v.Reordered != 0 {
		t.Fatalf("%+v", v)
	}
}

func TestARecordBehindALaterOneIsReordered(t *testing.T) {
	l, r := acknowledged(3)
	if v := audit(l, r[0], r[2], r[1]); v.Reordered != 1 || v.Lost != 0 || v.Moved != 2 {
		t.Fatalf("%+v", v)
	}
}

func TestAnUnacknowledgedRecordMayBeThereOrNot(t *testing.T) {
	l, r := acknowledged(1)
	unanswered := l.Send(0, at(5))
	if v := audit(l, r[0]); v.Lost != 0 {
		t.Fatalf("%+v", v)
	}
	if v := audit(l, r[0], unanswered); v.Unasked != 1 || v.Lost != 0 {
		t.Fatalf("%+v", v)
	}
}

func TestARecordOfAnotherRunIsForeign(t *testing.T) {
	l, r := acknowledged(1)
	other := r[0]
	other.Run = 8
	if v := audit(l, r[0], other); v.Foreign != 1 || v.Duplicated != 0 {
		t.Fatalf("%+v", v)
	}
}

func TestTheSameOffsetAgainIsARedeliveryAndNoRead(t *testing.T) {
	l, r := acknowledged(2)
	l.Read(r[0].Value(100), 0, at(3))
	l.Read(r[1].Value(100), 1, at(4))
	l.Read(r[0].Value(100), 0, at(5))
	v := l.Report(at(10).UnixNano(), AuditResult{})
	if v.Read != 2 || v.Redelivered != 1 || v.ReadReordered != 0 {
		t.Fatalf("%+v", v)
	}
}

func TestAMarkIsAnsweredOnlyByRecordsSentAfterIt(t *testing.T) {
	l := New(7, 2, began)
	before := l.Send(0, at(10))
	l.Mark("kill", at(20))
	l.Ack(before, 0, at(30)) // sent before the mark: says nothing of the cluster after it
	if c := l.Counts(); c.PartitionsAcked != 0 || c.AckedSinceMark != 1 {
		t.Fatalf("%+v", c)
	}
	after0, after1 := l.Send(0, at(40)), l.Send(1, at(40))
	l.Ack(after0, 1, at(520))
	if v := l.Report(at(600).UnixNano(), AuditResult{}).Marks[0]; *v.FirstAckMs != 500 || v.AllAckMs != nil {
		t.Fatalf("%+v", v)
	}
	l.Ack(after1, 0, at(1020))
	v := l.Report(at(2000).UnixNano(), AuditResult{}).Marks[0]
	if *v.AllAckMs != 1000 || v.SilenceMs != 490 || v.Sent != 2 || v.AckMs.Max != 980 {
		t.Fatalf("%+v", v)
	}
}

func TestSilenceIsMeasuredInEachPartition(t *testing.T) {
	l := New(7, 2, began)
	for ms := 0; ms <= 100; ms += 10 { // partition 1 speaks throughout, partition 0 only at the ends
		l.Ack(l.Send(1, at(ms)), int64(ms/10), at(ms))
	}
	l.Ack(l.Send(0, at(0)), 0, at(0))
	l.Ack(l.Send(0, at(90)), 1, at(90))
	v := l.Report(at(100).UnixNano(), AuditResult{})
	if v.SilenceMs[0] != 90 || v.SilenceMs[1] != 10 || v.AckGapMs.Max != 10 {
		t.Fatalf("%+v", v)
	}
}
