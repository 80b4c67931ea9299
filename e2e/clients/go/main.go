// Command e2e-go is what the end-to-end tests and the benchmarks ask of a cluster through franz-go, a client that the
// project has no part in.
//
//	e2e-go probe    a steady stream that accounts for every record while things are done to the cluster
//	e2e-go million  many records, read by a group that loses a member on the way
//	e2e-go check    a table of small checks of producer, group consumer and admin
//	e2e-go ask      facts about the cluster as JSON
//	e2e-go idle     nothing, until it is told to end: a pod in which the others are run
//	e2e-go act      what an operator does to a cluster: topics, moved replicas, elections, voters
//
// Each prints JSON on standard output and ends with 1 and a sentence on standard error where it could not do its work;
// it judges nothing that a test should judge.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	commands := map[string]func(context.Context, []string) error{
		"probe": probe, "million": million, "check": check, "ask": ask, "act": act, "idle": idle,
	}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: e2e-go probe|million|check|ask|act|idle [flags]")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := commands[os.Args[1]](ctx, os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "e2e-go %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

// target is what every command is told of the cluster.
type target struct{ bootstrap string }

func (t *target) flags(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ExitOnError)
	set.StringVar(&t.bootstrap, "bootstrap", "", "host:port,... of the brokers, or of the controllers")
	return set
}

// client connects, and tries again soon where something was just killed: on loopback nothing is gained by patience.
func (t *target) client(options ...kgo.Opt) (*kgo.Client, error) {
	if t.bootstrap == "" {
		return nil, fmt.Errorf("--bootstrap is missing")
	}
	return kgo.NewClient(append([]kgo.Opt{
		kgo.SeedBrokers(strings.Split(t.bootstrap, ",")...),
		kgo.ClientID("e2e-go"),
		kgo.DialTimeout(2 * time.Second),
		kgo.MetadataMinAge(100 * time.Millisecond),
		kgo.RetryBackoffFn(func(int) time.Duration { return 100 * time.Millisecond }),
	}, options...)...)
}

func idle(ctx context.Context, _ []string) error {
	<-ctx.Done()
	return nil
}

func print(value any) error { return json.NewEncoder(os.Stdout).Encode(value) }
