package main

import (
	"context"
	"errors"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// create may be repeated: the answer to an earlier attempt may have been lost.
func (a *action) create(ctx context.Context) error {
	created, err := kadm.NewClient(a.client).CreateTopic(ctx, int32(a.partitions), 3, nil, a.topic)
	if err == nil {
		err = created.Err
	}
	if errors.Is(err, kerr.TopicAlreadyExists) {
		return nil
	}
	return err
}

// delete names the topic by its id: a request that reaches the controllers late, after the topic was created again, must
// not delete the new one.
func (a *action) delete(ctx context.Context) error {
	metadata, err := kadm.NewClient(a.client).Metadata(ctx)
	if err != nil {
		return err
	}
	seen, found := metadata.Topics[a.topic]
	if !found {
		return nil
	}
	topic := kmsg.NewDeleteTopicsRequestTopic()
	topic.TopicID = seen.ID
	request := kmsg.NewPtrDeleteTopicsRequest()
	request.TimeoutMillis = 10_000
	request.Topics = append(request.Topics, topic)
	response, err := request.RequestWith(ctx, a.client)
	if err != nil {
		return err
	}
	for _, t := range response.Topics {
		err := failed(t.ErrorCode, t.ErrorMessage)
		if err != nil && !errors.Is(err, kerr.UnknownTopicID) {
			return err
		}
	}
	return nil
}
