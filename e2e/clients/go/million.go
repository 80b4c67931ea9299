package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"ferryman.dev/e2e/ledger"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

// crowd is many records and the group that reads them.
type crowd struct {
	target
	topic, group                       string
	records, size, partitions, members int
	limit                              time.Duration
	run                                uint64

	mu          sync.Mutex
	seen        [][]bool // by partition and sequence
	lastOffset  []int64  // by partition, the highest read
	lastSeq     []int64  // by partition, of the record at lastOffset
	redelivered int
	reordered   int
	foreign     int
	left        atomic.Int64 // records that nobody has read
}

// million writes records to an own topic, then reads them by a group of three, of which one leaves when a third is read.
func million(ctx context.Context, arguments []string) error {
	c := &crowd{}
	set := c.flags("million")
	set.StringVar(&c.topic, "topic", "million", "a topic that does not exist yet")
	set.IntVar(&c.records, "records", 1_000_000, "")
	set.IntVar(&c.size, "size", 100, "bytes of a value")
	set.IntVar(&c.partitions, "partitions", 6, "")
	set.IntVar(&c.members, "members", 3, "of the group")
	set.DurationVar(&c.limit, "limit", 3*time.Minute, "how long all of it may take")
	_ = set.Parse(arguments)
	c.group, c.run = c.topic+"-group", uint64(time.Now().UnixNano())
	ctx, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()

	began := time.Now()
	if err := c.write(ctx); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	written := time.Now()
	perMember, err := c.read(ctx)
	if err != nil {
		return fmt.Errorf("reading: %w", err)
	}
	return print(map[string]any{
		"written": c.records, "unread": c.left.Load(), "redelivered": c.redelivered, "reordered": c.reordered, "foreign": c.foreign,
		"read_by_member": perMember, "write_s": written.Sub(began).Seconds(), "read_s": time.Since(written).Seconds(),
	})
}

// write sends all records and returns when each is acknowledged (acks=all, idempotent).
func (c *crowd) write(ctx context.Context) error {
	client, err := c.client(kgo.RequiredAcks(kgo.AllISRAcks()), kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.UnknownTopicRetries(-1), kgo.StopProducerOnDataLossDetected(), kgo.ProducerBatchCompression(kgo.NoCompression()))
	if err != nil {
		return err
	}
	defer client.Close()
	created, err := kadm.NewClient(client).CreateTopic(ctx, int32(c.partitions), -1, nil, c.topic)
	if err == nil {
		err = created.Err
	}
	if err != nil {
		return fmt.Errorf("topic %s: %w", c.topic, err)
	}
	c.lastOffset, c.lastSeq = make([]int64, c.partitions), make([]int64, c.partitions)
	for p := range c.partitions {
		c.seen = append(c.seen, make([]bool, (c.records+c.partitions-1-p)/c.partitions))
		c.lastOffset[p], c.lastSeq[p] = -1, -1
	}
	c.left.Store(int64(c.records))
	var failures atomic.Int64
	var first atomic.Value
	for n := range c.records {
		r := ledger.Record{Run: c.run, Partition: int32(n % c.partitions), Sequence: int64(n / c.partitions), SentAt: time.Now().UnixNano()}
		client.Produce(ctx, &kgo.Record{Topic: c.topic, Partition: r.Partition, Value: r.Value(c.size)}, func(_ *kgo.Record, err error) {
			if err != nil {
				failures.Add(1)
				first.CompareAndSwap(nil, err.Error())
			}
		})
	}
	if err := client.Flush(ctx); err != nil {
		return err
	}
	if n := failures.Load(); n > 0 {
		return fmt.Errorf("%d records were not acknowledged, the first: %v", n, first.Load())
	}
	return nil
}

// read runs the group until every record was read by some member, and tells how many each took.
func (c *crowd) read(ctx context.Context) ([]int64, error) {
	counts, errs := make([]atomic.Int64, c.members), make(chan error, c.members)
	var running sync.WaitGroup
	for m := range c.members {
		running.Add(1)
		go func() {
			defer running.Done()
			if err := c.member(ctx, counts, m); err != nil {
				errs <- fmt.Errorf("member %d: %w", m, err)
			}
		}()
	}
	running.Wait()
	out := make([]int64, c.members)
	for m := range counts {
		out[m] = counts[m].Load()
	}
	select {
	case err := <-errs:
		return out, fmt.Errorf("%w; unread: %d", err, c.left.Load())
	default:
		return out, nil
	}
}

// member reads and commits what it read before it gives a partition up. One that leaves does so as soon as a third of all
// is read and it has had a part in it.
func (c *crowd) member(ctx context.Context, counts []atomic.Int64, m int) error {
	count, leaves := &counts[m], m == c.members-1
	commit := func(ctx context.Context, client *kgo.Client, _ map[string][]int32) {
		_ = client.CommitUncommittedOffsets(ctx)
	}
	client, err := c.client(kgo.ConsumerGroup(c.group), kgo.ConsumeTopics(c.topic), kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.OnPartitionsRevoked(commit), kgo.HeartbeatInterval(time.Second))
	if err != nil {
		return err
	}
	defer client.CloseAllowingRebalance()
	for c.left.Load() > 0 {
		// a member without partitions must notice that the others have read all
		poll, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
		fetches := client.PollRecords(poll, c.sip(counts))
		cancel()
		fetches.EachRecord(func(r *kgo.Record) { c.take(r); count.Add(1) })
		if err := client.CommitUncommittedOffsets(ctx); err != nil && ctx.Err() == nil && len(fetches.Records()) > 0 {
			return fmt.Errorf("committing: %w", err)
		}
		client.AllowRebalance()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if leaves && count.Load() > 0 && c.left.Load() < int64(c.records)*2/3 {
			return nil
		}
	}
	return nil
}

// sip is how many records a member takes at once: few until all have had a part, or the first would drink everything before
// the others have joined.
func (c *crowd) sip(counts []atomic.Int64) int {
	for m := range counts {
		if counts[m].Load() == 0 {
			return 100
		}
	}
	return 10_000
}

func (c *crowd) take(r *kgo.Record) {
	c.mu.Lock()
	defer c.mu.Unlock()
	record, err := ledger.Parse(r.Value)
	if err != nil || record.Run != c.run || record.Partition != r.Partition {
		c.foreign++
		return
	}
	if r.Offset <= c.lastOffset[r.Partition] {
		c.redelivered++
	} else {
		if record.Sequence != c.lastSeq[r.Partition]+1 {
			c.reordered++
		}
		c.lastOffset[r.Partition], c.lastSeq[r.Partition] = r.Offset, record.Sequence
	}
	if !c.seen[r.Partition][record.Sequence] {
		c.seen[r.Partition][record.Sequence] = true
		c.left.Add(-1)
	}
}
