package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"ferryman.dev/e2e/ledger"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// stream is one run of the probe.
type stream struct {
	target
	topic               string
	partitions, size    int
	replication, minIsr int
	rate                float64
	// how long the last acknowledgements may take, then the consumer's last records, then reading it all again
	flushLimit, readLimit, auditLimit time.Duration
	report                            string
	account                           *ledger.Ledger
	producer, consumer, admin         *kgo.Client
}

// probe writes (acks=all, idempotent) and reads one topic at a fixed rate until standard input ends; then it reads the
// topic from the start and writes its report. Lines on standard input, each answered by a line of JSON:
//
//	mark NAME   something happens now
//	counts      what was sent, acknowledged and read so far
func probe(ctx context.Context, arguments []string) error {
	s := &stream{}
	set := s.flags("probe")
	set.StringVar(&s.topic, "topic", "probe", "a topic that does not exist yet")
	set.IntVar(&s.partitions, "partitions", 6, "")
	set.IntVar(&s.size, "size", 100, "bytes of a value")
	set.IntVar(&s.replication, "replication", 3, "")
	set.IntVar(&s.minIsr, "min-isr", 2, "min.insync.replicas of the topic")
	set.Float64Var(&s.rate, "rate", 200, "records a second")
	set.DurationVar(&s.flushLimit, "flush-limit", time.Minute, "how long the last acknowledgements may take")
	set.DurationVar(&s.readLimit, "read-limit", 30*time.Second, "how long the consumer may take for its last records")
	set.DurationVar(&s.auditLimit, "audit-limit", 2*time.Minute, "how long reading it all again may take")
	set.StringVar(&s.report, "report", "", "file of the report; empty: standard output")
	_ = set.Parse(arguments)
	if err := s.open(ctx); err != nil {
		return err
	}
	defer s.close()

	writing, stopWriting := context.WithCancel(ctx)
	reading, stopReading := context.WithCancel(ctx)
	defer stopReading()
	produced, consumed := make(chan struct{}), make(chan struct{})
	go func() { defer close(produced); s.produce(writing) }()
	go func() { defer close(consumed); s.consume(reading) }()
	s.obey(ctx, os.Stdin)

	stopWriting()
	<-produced
	flush, cancel := context.WithTimeout(context.Background(), s.flushLimit)
	defer cancel()
	flushed := s.producer.Flush(flush)
	s.producer.Close() // whatever is still unanswered fails now, so that the account is final
	caughtUp, cancel := context.WithTimeout(ctx, s.readLimit)
	defer cancel()
	_ = until(caughtUp, func() error {
		if c := s.account.Counts(); c.Read < c.Acked {
			return errors.New("the consumer is behind")
		}
		return nil
	})
	stopReading()
	<-consumed
	ended := time.Now()
	verdict, err := s.audit()
	if err != nil {
		fmt.Fprintf(os.Stderr, "e2e-go probe: reading the topic again: %v\n", err)
	}
	if flushed != nil {
		fmt.Fprintf(os.Stderr, "e2e-go probe: not everything was answered within %s\n", s.flushLimit)
	}
	return s.write(s.account.Report(ended.UnixNano(), verdict))
}

// open connects the three clients and creates the topic.
func (s *stream) open(ctx context.Context) (err error) {
	run := uint64(time.Now().UnixNano())
	s.account = ledger.New(run, s.partitions, time.Now())
	if s.admin, err = s.client(); err != nil {
		return err
	}
	if s.producer, err = s.client(
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.ProducerLinger(0),
		kgo.ProducerBatchCompression(kgo.NoCompression()),
		kgo.MaxBufferedRecords(1_000_000), // a silence of minutes is buffered, not skipped
		kgo.UnknownTopicRetries(-1),
		kgo.StopProducerOnDataLossDetected(),
	); err != nil {
		return err
	}
	if s.consumer, err = s.client(
		kgo.ConsumerGroup(fmt.Sprintf("%s-%d", s.topic, run)),
		kgo.ConsumeTopics(s.topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.SessionTimeout(10*time.Second),
		kgo.HeartbeatInterval(time.Second),
		kgo.AutoCommitInterval(time.Second),
		kgo.FetchMaxWait(500*time.Millisecond),
	); err != nil {
		return err
	}
	limit, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	minIsr := fmt.Sprint(s.minIsr)
	created, err := kadm.NewClient(s.admin).CreateTopic(limit, int32(s.partitions), int16(s.replication),
		map[string]*string{"min.insync.replicas": &minIsr}, s.topic)
	if err == nil {
		err = created.Err
	}
	if err != nil && err != kerr.TopicAlreadyExists {
		return fmt.Errorf("creating topic %s: %w", s.topic, err)
	}
	return nil
}

func (s *stream) close() {
	s.consumer.Close()
	s.admin.Close()
}

// obey carries out the lines of input until it ends or the program is told to stop.
func (s *stream) obey(ctx context.Context, input io.Reader) {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(input); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return
		case line, open := <-lines:
			if !open {
				return
			}
			if name, is := strings.CutPrefix(line, "mark "); is {
				s.account.Mark(name, time.Now())
			}
			_ = print(s.account.Counts())
		}
	}
}

// produce sends at the fixed rate, whatever becomes of the records, each partition in turn.
func (s *stream) produce(ctx context.Context) {
	began := time.Now()
	for n := 0; ctx.Err() == nil; n++ {
		due := began.Add(time.Duration(float64(n) / s.rate * float64(time.Second)))
		if wait := time.Until(due); wait > 0 {
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
			}
		}
		r := s.account.Send(int32(n%s.partitions), time.Now())
		// the record outlives the run's context: what was sent is waited for
		s.producer.Produce(context.Background(), &kgo.Record{Topic: s.topic, Partition: r.Partition, Value: r.Value(s.size)},
			func(answer *kgo.Record, err error) {
				if err != nil {
					s.account.Fail(err.Error())
					return
				}
				s.account.Ack(r, answer.Offset, time.Now())
			})
	}
}

func (s *stream) consume(ctx context.Context) {
	for ctx.Err() == nil {
		fetches := s.consumer.PollFetches(ctx)
		now := time.Now()
		fetches.EachRecord(func(r *kgo.Record) { s.account.Read(r.Value, r.Offset, now) })
	}
}

// audit reads every partition from its first to its last record.
func (s *stream) audit() (ledger.AuditResult, error) {
	ctx, cancel := context.WithTimeout(context.Background(), s.auditLimit)
	defer cancel()
	audit := s.account.Audit()
	err := readWhole(ctx, s.target, s.topic, func(r *kgo.Record) { audit.Observe(r.Partition, r.Value, r.Offset) })
	return audit.Finish(err == nil), err
}

func (s *stream) write(r ledger.Report) error {
	if s.report == "" {
		return print(r)
	}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(s.report, append(text, '\n'), 0o644)
}
