package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// checks is a table of small steps over one topic and one group; a later step builds on earlier ones.
type checks struct {
	target
	topic, group string
	admin        *kadm.Client
	versions     map[int16][2]int16
}

const (
	checkPartitions = 3
	checkRecords    = 300 // of each codec
)

// check runs the table and prints one line for each step: {"name", "ok", "detail", "skipped"}.
func check(ctx context.Context, arguments []string) error {
	c := &checks{}
	set := c.flags("check")
	set.StringVar(&c.topic, "topic", "franz", "a topic that does not exist yet")
	limit := set.Duration("limit", 30*time.Second, "how long one step may take")
	_ = set.Parse(arguments)
	c.group = c.topic + "-group"
	client, err := c.client()
	if err != nil {
		return err
	}
	defer client.Close()
	c.admin = kadm.NewClient(client)
	for _, step := range []struct {
		name string
		key  int16 // of the API without which the step is skipped; -1: none
		do   func(context.Context) error
	}{
		{"api versions are listed", -1, c.listVersions},
		{"create a topic with the cluster's default replication", 19, c.create},
		{"creating it again is refused", 19, c.createAgain},
		{"metadata names a leader and in-sync replicas for each partition", 3, c.metadata},
		{"alter and read a topic's configuration", 44, c.configure},
		{"add partitions", 37, c.grow},
		{"produce idempotently, each codec", 22, c.produce},
		{"end offsets account for every record", 2, c.endOffsets},
		{"a group of two reads every record once", 14, c.consume},
		{"committed offsets equal the end", 9, c.committed},
		{"the group is listed and described as empty", 16, c.describeGroup},
		{"a reader starts where a timestamp points", 2, c.timestamps},
		{"delete the group", 42, c.deleteGroup},
		{"delete the topic", 20, c.delete},
		{"a deleted topic is unknown", 3, c.unknown},
	} {
		result := map[string]any{"name": step.name, "ok": true}
		if _, served := c.versions[step.key]; step.key >= 0 && !served {
			result["skipped"] = fmt.Sprintf("the broker does not list API key %d", step.key)
		} else {
			step_, cancel := context.WithTimeout(ctx, *limit)
			if err := step.do(step_); err != nil {
				result["ok"], result["detail"] = false, err.Error()
			}
			cancel()
		}
		if err := print(result); err != nil {
			return err
		}
	}
	return nil
}

func (c *checks) listVersions(ctx context.Context) error {
	all, err := c.admin.ApiVersions(ctx)
	if err != nil {
		return err
	}
	c.versions = map[int16][2]int16{}
	for _, broker := range all.Sorted() {
		if broker.Err != nil {
			return fmt.Errorf("broker %d: %w", broker.NodeID, broker.Err)
		}
		broker.EachKeySorted(func(key, low, high int16) { c.versions[key] = [2]int16{low, high} })
	}
	return nil
}

func (c *checks) create(ctx context.Context) error {
	created, err := c.admin.CreateTopic(ctx, checkPartitions, -1, nil, c.topic)
	if err != nil {
		return err
	}
	return created.Err
}

func (c *checks) createAgain(ctx context.Context) error {
	_, err := c.admin.CreateTopic(ctx, checkPartitions, -1, nil, c.topic)
	if !errors.Is(err, kerr.TopicAlreadyExists) {
		return fmt.Errorf("answered %v", err)
	}
	return nil
}

// until repeats a look until it is content: what one broker answered, another may learn a moment later.
func until(ctx context.Context, look func() error) error {
	for {
		err := look()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (c *checks) metadata(ctx context.Context) error {
	return until(ctx, func() error {
		metadata, err := c.admin.Metadata(ctx, c.topic)
		if err != nil {
			return err
		}
		detail := metadata.Topics[c.topic]
		if detail.Err != nil || len(detail.Partitions) != checkPartitions {
			return fmt.Errorf("%d partitions, error %v", len(detail.Partitions), detail.Err)
		}
		for _, p := range detail.Partitions {
			if p.Err != nil || p.Leader < 0 || len(p.ISR) != len(p.Replicas) || len(p.Replicas) == 0 {
				return fmt.Errorf("partition %d: leader %d, in sync %v of %v, error %v", p.Partition, p.Leader, p.ISR, p.Replicas, p.Err)
			}
		}
		return nil
	})
}

func (c *checks) configure(ctx context.Context) error {
	value := "7200000"
	answers, err := c.admin.AlterTopicConfigs(ctx, []kadm.AlterConfig{{Op: kadm.SetConfig, Name: "retention.ms", Value: &value}}, c.topic)
	if err != nil {
		return err
	}
	if _, err := answers.On(c.topic, nil); err != nil {
		return err
	}
	return until(ctx, func() error {
		described, err := c.admin.DescribeTopicConfigs(ctx, c.topic)
		if err != nil {
			return err
		}
		resource, err := described.On(c.topic, nil)
		if err != nil {
			return err
		}
		for _, config := range resource.Configs {
			if config.Key == "retention.ms" {
				if config.MaybeValue() == value {
					return nil
				}
				return fmt.Errorf("retention.ms is %q", config.MaybeValue())
			}
		}
		return fmt.Errorf("retention.ms is not among %d settings", len(resource.Configs))
	})
}

func (c *checks) grow(ctx context.Context) error {
	answers, err := c.admin.UpdatePartitions(ctx, checkPartitions+1, c.topic)
	if err != nil {
		return err
	}
	if err := answers.Error(); err != nil {
		return err
	}
	return until(ctx, func() error {
		metadata, err := c.admin.Metadata(ctx, c.topic)
		if err != nil {
			return err
		}
		if n := len(metadata.Topics[c.topic].Partitions); n != checkPartitions+1 {
			return fmt.Errorf("%d partitions", n)
		}
		return nil
	})
}

func (c *checks) produce(ctx context.Context) error {
	for _, codec := range codecs {
		client, err := c.client(kgo.RequiredAcks(kgo.AllISRAcks()), kgo.ProducerBatchCompression(codec), kgo.UnknownTopicRetries(-1))
		if err != nil {
			return err
		}
		var records []*kgo.Record
		for n := range checkRecords {
			records = append(records, &kgo.Record{Topic: c.topic, Key: fmt.Appendf(nil, "key-%d", n%17),
				Value: fmt.Appendf(nil, "%d-%d", codec, n), Headers: []kgo.RecordHeader{{Key: "h", Value: []byte("v")}}})
		}
		err = client.ProduceSync(ctx, records...).FirstErr()
		client.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

var codecs = []kgo.CompressionCodec{kgo.NoCompression(), kgo.GzipCompression(), kgo.SnappyCompression(), kgo.Lz4Compression(), kgo.ZstdCompression()}

func (c *checks) endOffsets(ctx context.Context) error {
	ends, err := c.admin.ListEndOffsets(ctx, c.topic)
	if err != nil {
		return err
	}
	total := int64(0)
	ends.Each(func(o kadm.ListedOffset) { total += o.Offset; err = errors.Join(err, o.Err) })
	if want := int64(checkRecords * len(codecs)); err != nil || total != want {
		return fmt.Errorf("%d records, not %d; error %v", total, want, err)
	}
	return nil
}

func (c *checks) consume(ctx context.Context) error {
	want := checkRecords * len(codecs)
	var mu sync.Mutex
	seen, again := map[string]bool{}, 0
	var members [2]*kgo.Client
	for i := range members {
		client, err := c.client(kgo.ConsumerGroup(c.group), kgo.ConsumeTopics(c.topic), kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(),
			kgo.OnPartitionsRevoked(func(ctx context.Context, cl *kgo.Client, _ map[string][]int32) { _ = cl.CommitUncommittedOffsets(ctx) }),
			kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.HeartbeatInterval(time.Second), kgo.FetchMaxWait(200*time.Millisecond))
		if err != nil {
			return err
		}
		defer client.CloseAllowingRebalance()
		members[i] = client
	}
	var reading sync.WaitGroup
	reading.Add(len(members))
	for _, client := range members {
		go func() {
			defer reading.Done()
			for ctx.Err() == nil {
				mu.Lock()
				enough := len(seen) >= want
				mu.Unlock()
				if enough {
					_ = client.CommitUncommittedOffsets(ctx)
					return
				}
				poll, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
				fetches := client.PollFetches(poll)
				cancel()
				mu.Lock()
				fetches.EachRecord(func(r *kgo.Record) {
					if seen[string(r.Value)] {
						again++
					}
					seen[string(r.Value)] = true
				})
				mu.Unlock()
				client.AllowRebalance()
			}
		}()
	}
	reading.Wait()
	if len(seen) != want || again > 0 {
		return fmt.Errorf("%d of %d records read, %d of them again", len(seen), want, again)
	}
	return nil
}

func (c *checks) committed(ctx context.Context) error {
	return until(ctx, func() error {
		lags, err := c.admin.Lag(ctx, c.group)
		if err == nil {
			err = lags.Error()
		}
		if err != nil {
			return err
		}
		if lag := lags[c.group].Lag.Total(); lag != 0 {
			return fmt.Errorf("a lag of %d records", lag)
		}
		return nil
	})
}

func (c *checks) describeGroup(ctx context.Context) error {
	return until(ctx, func() error {
		listed, err := c.admin.ListGroups(ctx)
		if err != nil {
			return err
		}
		if _, there := listed[c.group]; !there {
			return fmt.Errorf("not among %v", listed.Groups())
		}
		described, err := c.admin.DescribeGroups(ctx, c.group)
		if err != nil {
			return err
		}
		group, err := described.On(c.group, nil)
		if err != nil || group.State != "Empty" || len(group.Members) != 0 {
			return fmt.Errorf("state %s, %d members, error %v", group.State, len(group.Members), err)
		}
		return nil
	})
}

func (c *checks) timestamps(ctx context.Context) error {
	listed, err := c.admin.ListOffsetsAfterMilli(ctx, time.Now().Add(-time.Hour).UnixMilli(), c.topic)
	if err != nil {
		return err
	}
	listed.Each(func(o kadm.ListedOffset) {
		if o.Err != nil || o.Offset != 0 {
			err = fmt.Errorf("partition %d: an hour ago is offset %d, error %v", o.Partition, o.Offset, o.Err)
		}
	})
	return err
}

func (c *checks) deleteGroup(ctx context.Context) error {
	answer, err := c.admin.DeleteGroup(ctx, c.group)
	if err != nil {
		return err
	}
	return answer.Err
}

func (c *checks) delete(ctx context.Context) error {
	answer, err := c.admin.DeleteTopic(ctx, c.topic)
	if err != nil {
		return err
	}
	return answer.Err
}

func (c *checks) unknown(ctx context.Context) error {
	return until(ctx, func() error {
		metadata, err := c.admin.Metadata(ctx, c.topic)
		if err != nil {
			return err
		}
		if err := metadata.Topics[c.topic].Err; !errors.Is(err, kerr.UnknownTopicOrPartition) {
			return fmt.Errorf("answered %v", err)
		}
		return nil
	})
}
