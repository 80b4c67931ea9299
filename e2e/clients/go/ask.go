package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// ask prints one fact about the cluster: metadata | ends | quorum | versions.
func ask(ctx context.Context, arguments []string) error {
	var t target
	set := t.flags("ask")
	limit := set.Duration("limit", 10*time.Second, "how long to try")
	if len(arguments) < 1 {
		return fmt.Errorf("what: metadata, ends, quorum or versions")
	}
	_ = set.Parse(arguments[1:])
	questions := map[string]func(context.Context, *kgo.Client) (any, error){
		"metadata": askMetadata, "ends": askEnds, "quorum": askQuorum, "versions": askVersions,
	}
	question := questions[arguments[0]]
	if question == nil {
		return fmt.Errorf("%q is none of metadata, ends, quorum, versions", arguments[0])
	}
	client, err := t.client(kgo.RetryTimeout(*limit))
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(ctx, *limit)
	defer cancel()
	answer, err := question(ctx, client)
	if err != nil {
		return fmt.Errorf("%s of %s: %w", arguments[0], t.bootstrap, err)
	}
	return print(answer)
}

type brokerSeen struct {
	ID   int32  `json:"id"`
	Host string `json:"host"`
	Port int32  `json:"port"`
}

type partitionSeen struct {
	Partition int32   `json:"partition"`
	Leader    int32   `json:"leader"`
	Epoch     int32   `json:"epoch"`
	Replicas  []int32 `json:"replicas"`
	ISR       []int32 `json:"isr"`
	Offline   []int32 `json:"offline"`
	Error     string  `json:"error,omitempty"`
}

// askMetadata: brokers that are in service, and all topics, internal ones too.
func askMetadata(ctx context.Context, client *kgo.Client) (any, error) {
	metadata, err := kadm.NewClient(client).Metadata(ctx)
	if err != nil {
		return nil, err
	}
	brokers, topics := []brokerSeen{}, map[string][]partitionSeen{}
	for _, b := range metadata.Brokers {
		brokers = append(brokers, brokerSeen{b.NodeID, b.Host, b.Port})
	}
	for _, topic := range metadata.Topics {
		partitions := []partitionSeen{}
		for _, p := range topic.Partitions.Sorted() {
			seen := partitionSeen{p.Partition, p.Leader, p.LeaderEpoch, p.Replicas, p.ISR, p.OfflineReplicas, ""}
			if p.Err != nil {
				seen.Error = p.Err.Error()
			}
			partitions = append(partitions, seen)
		}
		topics[topic.Topic] = partitions
	}
	return map[string]any{"cluster_id": metadata.Cluster, "controller": metadata.Controller, "brokers": brokers, "topics": topics}, nil
}

// askEnds: the high watermark of every partition, of internal topics too.
func askEnds(ctx context.Context, client *kgo.Client) (any, error) {
	admin := kadm.NewClient(client)
	metadata, err := admin.Metadata(ctx)
	if err != nil {
		return nil, err
	}
	listed, err := admin.ListEndOffsets(ctx, metadata.Topics.Names()...)
	if err == nil {
		err = listed.Error()
	}
	if err != nil {
		return nil, err
	}
	ends := map[string]map[int32]int64{}
	listed.Each(func(end kadm.ListedOffset) {
		if ends[end.Topic] == nil {
			ends[end.Topic] = map[int32]int64{}
		}
		ends[end.Topic][end.Partition] = end.Offset
	})
	return ends, nil
}

type replicaSeen struct {
	ID        int32  `json:"id"`
	Directory string `json:"directory"`
	LogEnd    int64  `json:"log_end"`
	LastFetch int64  `json:"last_fetch_ms"` // since the epoch; -1: never by this leader
}

// askQuorum: DescribeQuorum of `__cluster_metadata`, of the first given address that answers as or through the leader.
func askQuorum(ctx context.Context, client *kgo.Client) (any, error) {
	request := kmsg.NewPtrDescribeQuorumRequest()
	topic := kmsg.NewDescribeQuorumRequestTopic()
	topic.Topic = "__cluster_metadata"
	topic.Partitions = append(topic.Partitions, kmsg.NewDescribeQuorumRequestTopicPartition())
	request.Topics = append(request.Topics, topic)
	var last error
	for _, seed := range client.SeedBrokers() {
		answer, err := seed.Request(ctx, request)
		if err != nil {
			last = err
			continue
		}
		response := answer.(*kmsg.DescribeQuorumResponse)
		if last = kerr.ErrorForCode(response.ErrorCode); last != nil {
			continue
		}
		if len(response.Topics) != 1 || len(response.Topics[0].Partitions) != 1 {
			last = fmt.Errorf("an answer without the partition asked for")
			continue
		}
		p := response.Topics[0].Partitions[0]
		if last = kerr.ErrorForCode(p.ErrorCode); last != nil {
			continue
		}
		voters, observers := []replicaSeen{}, []replicaSeen{}
		for _, v := range p.CurrentVoters {
			voters = append(voters, replicaSeen{v.ReplicaID, directory(v.ReplicaDirectoryID), v.LogEndOffset, v.LastFetchTimestamp})
		}
		for _, o := range p.Observers {
			observers = append(observers, replicaSeen{o.ReplicaID, directory(o.ReplicaDirectoryID), o.LogEndOffset, o.LastFetchTimestamp})
		}
		return map[string]any{"leader": p.LeaderID, "epoch": p.LeaderEpoch, "high_watermark": p.HighWatermark,
			"voters": voters, "observers": observers}, nil
	}
	return nil, last
}

// directory writes an id as meta.properties does.
func directory(id [16]byte) string { return base64.RawURLEncoding.EncodeToString(id[:]) }

// askVersions: the served API keys, each with its lowest and highest version.
func askVersions(ctx context.Context, client *kgo.Client) (any, error) {
	answer, err := kmsg.NewPtrApiVersionsRequest().RequestWith(ctx, client)
	if err != nil {
		return nil, err
	}
	versions := map[int16][2]int16{}
	for _, k := range answer.ApiKeys {
		versions[k.ApiKey] = [2]int16{k.MinVersion, k.MaxVersion}
	}
	return versions, kerr.ErrorForCode(answer.ErrorCode)
}
