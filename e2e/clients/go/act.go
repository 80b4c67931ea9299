package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// act does one of what an operator does to a cluster, and ends when it is done:
//
//	move --topic T --partition P --replicas 3,0,1    reassigns one partition
//	elect --topic T                                  has the preferred replica of each partition lead
//	drain --broker B                                 gives every replica of B to the broker that holds the fewest
//	unregister --broker B
//	create --topic T --partitions N    with replication factor 3; done where it is there already
//	delete --topic T                   done where it is not there
//	add-voter --id N --directory D --endpoint HOST:PORT     of the controllers, by --bootstrap
//	remove-voter --id N --directory D                       likewise
func act(ctx context.Context, arguments []string) error {
	var a action
	set := a.flags("act")
	limit := set.Duration("limit", time.Minute, "how long it may take")
	set.StringVar(&a.topic, "topic", "", "")
	set.IntVar(&a.partition, "partition", 0, "")
	set.IntVar(&a.partitions, "partitions", 3, "how many")
	set.StringVar(&a.replicas, "replicas", "", "node ids, the preferred leader first")
	set.IntVar(&a.broker, "broker", -1, "")
	set.IntVar(&a.id, "id", -1, "")
	set.StringVar(&a.directory, "directory", "", "directory id as in meta.properties")
	set.StringVar(&a.endpoint, "endpoint", "", "host:port of the CONTROLLER listener")
	if len(arguments) < 1 {
		return fmt.Errorf("what: move, elect, drain, unregister, create, delete, add-voter or remove-voter")
	}
	_ = set.Parse(arguments[1:])
	actions := map[string]func(context.Context) error{
		"move": a.move, "elect": a.elect, "drain": a.drain, "unregister": a.unregister, "create": a.create, "delete": a.delete,
		"add-voter": a.addVoter, "remove-voter": a.removeVoter,
	}
	do := actions[arguments[0]]
	if do == nil {
		return fmt.Errorf("%q is no action", arguments[0])
	}
	var err error
	if a.client, err = a.target.client(); err != nil {
		return err
	}
	defer a.client.Close()
	ctx, cancel := context.WithTimeout(ctx, *limit)
	defer cancel()
	if err := do(ctx); err != nil {
		return fmt.Errorf("%s: %w", arguments[0], err)
	}
	return print(map[string]bool{"done": true})
}

type action struct {
	target
	client                *kgo.Client
	topic, replicas       string
	partition, partitions int
	broker, id            int
	directory, endpoint   string
}

func (a *action) move(ctx context.Context) error {
	var to []int32
	for _, text := range strings.Split(a.replicas, ",") {
		id, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return fmt.Errorf("--replicas %q: node ids with commas between", a.replicas)
		}
		to = append(to, int32(id))
	}
	var request kadm.AlterPartitionAssignmentsReq
	request.Assign(a.topic, int32(a.partition), to)
	return reassign(ctx, kadm.NewClient(a.client), request)
}

func (a *action) elect(ctx context.Context) error {
	admin := kadm.NewClient(a.client)
	metadata, err := admin.Metadata(ctx, a.topic)
	if err != nil {
		return err
	}
	var partitions kadm.TopicsSet
	metadata.Topics.EachPartition(func(p kadm.PartitionDetail) { partitions.Add(p.Topic, p.Partition) })
	results, err := admin.ElectLeaders(ctx, kadm.ElectPreferredReplica, partitions)
	if err != nil {
		return err
	}
	for _, partition := range results[a.topic] {
		if partition.Err != nil && !errors.Is(partition.Err, kerr.ElectionNotNeeded) {
			return fmt.Errorf("partition %d: %w", partition.Partition, partition.Err)
		}
	}
	return nil
}

// drain may be repeated: it asks only for what still stands on the broker.
func (a *action) drain(ctx context.Context) error {
	admin, leaving := kadm.NewClient(a.client), int32(a.broker)
	metadata, err := admin.Metadata(ctx)
	if err != nil {
		return err
	}
	held := map[int32]int{}
	for _, b := range metadata.Brokers {
		if b.NodeID != leaving {
			held[b.NodeID] = 0
		}
	}
	metadata.Topics.EachPartition(func(p kadm.PartitionDetail) {
		for _, r := range p.Replicas {
			if r != leaving {
				held[r]++
			}
		}
	})
	var request kadm.AlterPartitionAssignmentsReq
	var impossible error
	metadata.Topics.EachPartition(func(p kadm.PartitionDetail) {
		place := slices.Index(p.Replicas, leaving)
		if place < 0 {
			return
		}
		to, found := fewest(held, p.Replicas)
		if !found {
			impossible = fmt.Errorf("%s-%d has replicas on every broker", p.Topic, p.Partition)
			return
		}
		held[to]++
		replicas := slices.Clone(p.Replicas)
		replicas[place] = to
		request.Assign(p.Topic, p.Partition, replicas)
	})
	if impossible != nil || len(request) == 0 {
		return impossible
	}
	return reassign(ctx, admin, request)
}

// fewest is the broker that holds the fewest replicas, of those not yet among a partition's.
func fewest(held map[int32]int, replicas []int32) (int32, bool) {
	best, found := int32(0), false
	for id, n := range held {
		if !slices.Contains(replicas, id) && (!found || n < held[best] || n == held[best] && id < best) {
			best, found = id, true
		}
	}
	return best, found
}

// reassign asks, then waits until every partition stands where it was asked to, in sync, and nothing is under way.
func reassign(ctx context.Context, admin *kadm.Client, request kadm.AlterPartitionAssignmentsReq) error {
	responses, err := admin.AlterPartitionAssignments(ctx, request)
	if err == nil {
		err = responses.Error()
	}
	if err != nil {
		return err
	}
	return until(ctx, func() error {
		moving, err := admin.ListPartitionReassignments(ctx, nil)
		if err != nil || len(moving) > 0 {
			return fmt.Errorf("still under way: %v (%v)", moving, err)
		}
		metadata, err := admin.Metadata(ctx)
		if err != nil {
			return err
		}
		for topic, partitions := range request {
			for partition, replicas := range partitions {
				seen := metadata.Topics[topic].Partitions[partition]
				if !slices.Equal(seen.Replicas, replicas) || len(seen.ISR) != len(replicas) {
					return fmt.Errorf("%s-%d has replicas %v, in sync %v, not %v", topic, partition, seen.Replicas, seen.ISR, replicas)
				}
			}
		}
		return nil
	})
}

func (a *action) unregister(ctx context.Context) error {
	request := kmsg.NewPtrUnregisterBrokerRequest()
	request.BrokerID = int32(a.broker)
	response, err := request.RequestWith(ctx, a.client)
	if err != nil {
		return err
	}
	return failed(response.ErrorCode, response.ErrorMessage)
}

func (a *action) addVoter(ctx context.Context) error {
	host, port, found := strings.Cut(a.endpoint, ":")
	number, err := strconv.ParseUint(port, 10, 16)
	if !found || err != nil {
		return fmt.Errorf("--endpoint %q: host:port", a.endpoint)
	}
	request := kmsg.NewPtrAddRaftVoterRequest()
	request.TimeoutMillis = 15_000
	request.VoterID = int32(a.id)
	if request.VoterDirectoryID, err = directoryID(a.directory); err != nil {
		return err
	}
	listener := kmsg.NewAddRaftVoterRequestListener()
	listener.Name, listener.Host, listener.Port = "CONTROLLER", host, uint16(number)
	request.Listeners = append(request.Listeners, listener)
	return a.changeVoters(ctx, func(to *kgo.Broker) (int16, *string, error) {
		response, err := request.RequestWith(ctx, to)
		if err != nil {
			return 0, nil, err
		}
		return response.ErrorCode, response.ErrorMessage, nil
	})
}

func (a *action) removeVoter(ctx context.Context) error {
	request := kmsg.NewPtrRemoveRaftVoterRequest()
	request.VoterID = int32(a.id)
	var err error
	if request.VoterDirectoryID, err = directoryID(a.directory); err != nil {
		return err
	}
	return a.changeVoters(ctx, func(to *kgo.Broker) (int16, *string, error) {
		response, err := request.RequestWith(ctx, to)
		if err != nil {
			return 0, nil, err
		}
		return response.ErrorCode, response.ErrorMessage, nil
	})
}

// changeVoters asks one controller after the other until the leader has done it. Brokers are not asked to forward it: one
// of Apache Kafka that has connected to the controller that led before keeps asking that one. The leader refuses for a
// while where another change goes on, the new voter lags, or its epoch has no commit yet.
func (a *action) changeVoters(ctx context.Context, ask func(*kgo.Broker) (int16, *string, error)) error {
	passing := []error{kerr.RequestTimedOut, kerr.NotLeaderForPartition, kerr.NotController}
	for n := 0; ; n++ {
		seeds := a.client.SeedBrokers()
		code, message, err := ask(seeds[n%len(seeds)])
		if err == nil && !slices.Contains(passing, kerr.ErrorForCode(code)) {
			return failed(code, message)
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, failed(code, message))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func failed(code int16, message *string) error {
	if code == 0 {
		return nil
	}
	if message != nil {
		return fmt.Errorf("%w (%s)", kerr.ErrorForCode(code), *message)
	}
	return kerr.ErrorForCode(code)
}

func directoryID(text string) (id [16]byte, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != 16 {
		return id, fmt.Errorf("--directory %q is no directory id", text)
	}
	copy(id[:], raw)
	return id, nil
}
