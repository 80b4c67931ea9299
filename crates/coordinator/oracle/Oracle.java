package org.apache.kafka.coordinator.group;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.message.*;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.*;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.common.runtime.*;
import org.apache.kafka.coordinator.group.classic.ClassicGroup;
import org.apache.kafka.coordinator.group.classic.ClassicGroupMember;
import org.apache.kafka.coordinator.group.classic.ClassicGroupState;
import org.apache.kafka.coordinator.group.metrics.GroupCoordinatorMetrics;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.util.PartitionMetadataClient;
import org.apache.kafka.server.util.timer.Timer;
import org.apache.kafka.server.util.timer.TimerTask;
import org.apache.kafka.server.util.timer.TimerTaskEntry;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/**
 * Drives Kafka's own group coordinator with random requests and prints every request, reply and record.
 *
 * One line per fact: `S` begins a scenario (seed, initial rebalance delay, retention and its check interval in ms),
 * `T` lets time pass (ms), `Q` asks (ticket, API key, version, UUID of the member id that was made or -, request),
 * `R` replies (ticket, response), `W` writes a record (key, value or -). Messages are hexadecimal.
 * A scenario ends where Kafka makes a choice that is not its own rule but that of a hash map.
 */
public class Oracle {
    static final TopicPartition TP = new TopicPartition("__consumer_offsets", 0);
    static final String GROUP = "g";
    static final Uuid TOPIC_ID = new Uuid(0, 7);

    /** A clock and its timers; nothing happens by itself. */
    static class Clock implements Time, Timer {
        long now = 1_700_000_000_000L;
        final PriorityQueue<Queued> queue = new PriorityQueue<>();
        long order = 0;

        record Queued(TimerTaskEntry entry, long order) implements Comparable<Queued> {
            public int compareTo(Queued other) {
                int byTime = Long.compare(entry.expirationMs, other.entry.expirationMs);
                return byTime != 0 ? byTime : Long.compare(order, other.order);
            }
        }

        public long milliseconds() { return now; }
        public long nanoseconds() { return now * 1_000_000; }
        public void sleep(long ms) { throw new UnsupportedOperationException(); }
        public void waitObject(Object o, Supplier<Boolean> c, long d) { throw new UnsupportedOperationException(); }
        public void add(TimerTask task) { queue.add(new Queued(new TimerTaskEntry(task, now + task.delayMs), order++)); }
        public boolean advanceClock(long ms) { throw new UnsupportedOperationException(); }
        public int size() { return queue.size(); }
        public void close() { }

        /** The next task that is due by then; the clock moves on to it. */
        TimerTask next(long end) {
            while (!queue.isEmpty() && queue.peek().entry.expirationMs <= end) {
                TimerTaskEntry entry = queue.poll().entry;
                if (!entry.cancelled()) {
                    now = Math.max(now, entry.expirationMs);
                    return entry.timerTask;
                }
            }
            return null;
        }
    }

    /** One event at a time, on the caller's thread. */
    static class Events implements CoordinatorEventProcessor {
        final Deque<CoordinatorEvent> queue = new ArrayDeque<>();
        public void enqueueLast(CoordinatorEvent event) { queue.addLast(event); }
        public void enqueueFirst(CoordinatorEvent event) { queue.addFirst(event); }
        public void close() { }
        void drain() {
            while (!queue.isEmpty()) {
                CoordinatorEvent event = queue.pollFirst();
                try { event.run(); } catch (Throwable t) { event.complete(t); }
            }
        }
    }

    record Context(int requestVersion, String clientId) implements AuthorizableRequestContext {
        public String listenerName() { return "PLAINTEXT"; }
        public SecurityProtocol securityProtocol() { return SecurityProtocol.PLAINTEXT; }
        public KafkaPrincipal principal() { return KafkaPrincipal.ANONYMOUS; }
        public InetAddress clientAddress() { return InetAddress.getLoopbackAddress(); }
        public int requestType() { return 0; }
        public int correlationId() { return 0; }
    }

    /** A log whose high watermark follows when told. */
    class Writer implements PartitionWriter {
        Listener listener;
        long end = 0;
        public void registerListener(TopicPartition tp, Listener l) { listener = l; }
        public void deregisterListener(TopicPartition tp, Listener l) { listener = null; }
        public LogConfig config(TopicPartition tp) { return new LogConfig(Map.of()); }
        public long append(TopicPartition tp, VerificationGuard guard, MemoryRecords records, short version) {
            for (var record : records.records()) {
                print("W " + hex(record.key()) + " " + (record.hasValue() ? hex(record.value()) : "-"));
                end++;
            }
            return end;
        }
        public CompletableFuture<VerificationGuard> maybeStartTransactionVerification(
            TopicPartition tp, String id, long producer, short epoch, int version) {
            throw new UnsupportedOperationException();
        }
        public CompletableFuture<Void> deleteRecords(TopicPartition tp, long offset) {
            throw new UnsupportedOperationException();
        }
    }

    static class Loader implements CoordinatorLoader<CoordinatorRecord> {
        public CompletableFuture<LoadSummary> load(TopicPartition tp, CoordinatorPlayback<CoordinatorRecord> c) {
            return CompletableFuture.completedFuture(new LoadSummary(0, 0, 0, 0, 0));
        }
        public void close() { }
    }

    final Clock clock = new Clock();
    final Events events = new Events();
    final Writer writer = new Writer();
    final Random random;
    final GroupCoordinatorService service;
    final CoordinatorRuntime<GroupCoordinatorShard, CoordinatorRecord> runtime;
    final StringBuilder out = new StringBuilder();
    GroupCoordinatorShard shard;
    int tickets = 0;
    boolean ambiguous = false;
    long committed = 0;

    void print(String line) { out.append(line).append('\n'); }

    static String hex(ByteBuffer buffer) {
        StringBuilder text = new StringBuilder();
        ByteBuffer copy = buffer.duplicate();
        while (copy.hasRemaining()) text.append(String.format("%02x", copy.get()));
        return text.length() == 0 ? "." : text.toString();
    }

    static String hex(ApiMessage message, short version) {
        return hex(MessageUtil.toByteBufferAccessor(message, version).buffer());
    }

    @SuppressWarnings("unchecked")
    static <T> T nothing(Class<T> type) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (p, m, a) -> null);
    }

    Oracle(long seed) throws Exception {
        random = new Random(seed);
        int delay = new int[]{500, 3000}[random.nextInt(2)];
        long check = 20_000 + random.nextInt(1000);
        print("S " + seed + " " + delay + " " + 60_000 + " " + check);
        Map<String, Object> props = new HashMap<>();
        props.put("group.initial.rebalance.delay.ms", delay);
        props.put("offset.metadata.max.bytes", 20);
        props.put("offsets.retention.minutes", 1);
        props.put("offsets.retention.check.interval.ms", check);
        props.put("group.coordinator.append.linger.ms", 0);
        GroupCoordinatorConfig config = GroupCoordinatorConfig.fromProps(props);
        GroupConfigManager groups = new GroupConfigManager(
            Map.of(), config, new ShareGroupConfig(new AbstractConfig(
                Utils.mergeConfigs(List.of(ShareGroupConfig.CONFIG_DEF, GroupCoordinatorConfig.CONFIG_DEF)), Map.of())));
        GroupCoordinatorMetrics metrics = new GroupCoordinatorMetrics();
        runtime = new CoordinatorRuntime.Builder<GroupCoordinatorShard, CoordinatorRecord>()
            .withTime(clock)
            .withTimer(clock)
            .withLogPrefix("")
            .withLogContext(new LogContext())
            .withEventProcessor(events)
            .withPartitionWriter(writer)
            .withLoader(new Loader())
            .withCoordinatorShardBuilderSupplier(() ->
                new GroupCoordinatorShard.Builder(config, groups).withAuthorizerPlugin(Optional.empty()))
            .withWriteTimeout(java.time.Duration.ofMillis(config.offsetCommitTimeoutMs()))
            .withCoordinatorRuntimeMetrics(nothing(CoordinatorRuntimeMetrics.class))
            .withCoordinatorMetrics(metrics)
            .withSerializer(new GroupCoordinatorRecordSerde())
            .withCompression(Compression.NONE)
            .withAppendLingerMs(OptionalInt.of(0))
            .withExecutorService(EXECUTOR)
            .withCachedBufferMaxBytesSupplier(config::cachedBufferMaxBytes)
            .build();
        service = new GroupCoordinatorService(new LogContext(), config, runtime, metrics, groups,
            nothing(Persister.class), clock, nothing(PartitionMetadataClient.class));
        service.startup(() -> 1);
        service.onElection(0, 1);
        settle();
        runtime.scheduleReadOperation("look", TP, (s, offset) -> { shard = s; return null; });
        settle();
    }

    static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    /** Lets everything happen that can: events run, what is appended is committed. */
    void settle() {
        events.drain();
        while (committed < writer.end) {
            committed = writer.end;
            writer.listener.onHighWatermarkUpdated(TP, committed);
            events.drain();
        }
    }

    void pass(long ms) throws Exception {
        print("T " + ms);
        long end = clock.now + ms;
        for (TimerTask task = clock.next(end); task != null; task = clock.next(end)) {
            ClassicGroup before = group();
            String leader = before == null ? null : before.leaderOrNull();
            task.run();
            settle();
            look(before, leader, Set.of());
        }
        clock.now = end;
    }

    static Object field(Object of, String name) throws Exception {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    ClassicGroup group() throws Exception {
        GroupMetadataManager manager = (GroupMetadataManager) field(shard, "groupMetadataManager");
        try { return (ClassicGroup) manager.group(GROUP); } catch (Exception e) { return null; }
    }

    @SuppressWarnings("unchecked")
    Set<String> ids() throws Exception {
        ClassicGroup group = group();
        if (group == null) return Set.of();
        Set<String> ids = new HashSet<>(group.allMemberIds());
        ids.addAll((Set<String>) field(group, "pendingJoinMembers"));
        return ids;
    }

    /** What our rule would choose: the most votes, among equals what the leader prefers. */
    static String chosen(ClassicGroup group) {
        List<ClassicGroupMember> members = new ArrayList<>(group.allMembers());
        ClassicGroupMember leader = group.member(group.leaderOrNull());
        List<String> candidates = leader.supportedProtocols().stream().map(p -> p.name())
            .filter(name -> members.stream().allMatch(m -> m.supportedProtocols().stream().anyMatch(p -> p.name().equals(name))))
            .collect(Collectors.toList());
        Map<String, Integer> votes = new HashMap<>();
        for (ClassicGroupMember member : members) votes.merge(member.vote(new HashSet<>(candidates)), 1, Integer::sum);
        int most = Collections.max(votes.values());
        return candidates.stream().filter(c -> votes.getOrDefault(c, 0) == most).findFirst().get();
    }

    /** Notices choices that are a hash map's, and state that is known to be left over. */
    void look(ClassicGroup before, String leaderBefore, Set<String> came) throws Exception {
        ClassicGroup group = group();
        // Kafka remembers from one first rebalance to the next that somebody came while it was put off.
        if (group != null && group.isEmpty() && group.newMemberAdded()) ambiguous = true;
        if (group == null || group.allMembers().isEmpty()) return;
        String leader = group.leaderOrNull();
        if (leader != null && !leader.equals(leaderBefore) && !came.contains(leader)
            && !leader.equals(Collections.min(group.allMemberIds()))) ambiguous = true;
        if (!chosen(group).equals(group.selectProtocol())) ambiguous = true;
        // Kafka goes on as if a replaced static member read what it read before, until it is loaded again.
        if (group.isInState(ClassicGroupState.STABLE)
            && !group.subscribedTopics().equals(group.computeSubscribedTopics())) ambiguous = true;
        // Kafka leaves the old id of a replaced static member among those that have yet to sync.
        for (String id : group.allPendingSyncMembers()) if (!group.hasMember(id)) ambiguous = true;
    }

    interface Ask<T> { CompletableFuture<T> send() throws Exception; }
    interface Wire<T> { String bytes(T response); }

    <T> CompletableFuture<T> ask(short api, short version, ApiMessage request, Ask<T> ask, Wire<T> wire) throws Exception {
        int ticket = ++tickets;
        ClassicGroup before = group();
        String leader = before == null ? null : before.leaderOrNull();
        Set<String> ids = ids();
        int at = out.length();
        String bytes = hex(request, version);
        CompletableFuture<T> future = ask.send();
        future.whenComplete((response, failure) -> {
            if (failure != null) { failure.printStackTrace(); ambiguous = true; return; }
            print("R " + ticket + " " + wire.bytes(response));
        });
        settle();
        Set<String> came = new HashSet<>(ids());
        came.removeAll(ids);
        String uuid = came.isEmpty() ? "-" : came.iterator().next();
        if (uuid.length() > 36) uuid = uuid.substring(uuid.length() - 36);
        out.insert(at, "Q " + ticket + " " + api + " " + version + " " + uuid + " " + bytes + "\n");
        look(before, leader, came);
        return future;
    }

    /** A client, as far as it knows itself. */
    static class Client {
        String id = "";
        String instance;
        short version;
        int generation = -1;
        boolean leads = false;
        List<String> protocols;
        String topic = "t";
        int session;
        int rebalance;
        List<String> members = List.of();
    }

    final List<Client> clients = new ArrayList<>();

    short pick(int max) { return (short) random.nextInt(max + 1); }

    JoinGroupRequestData.JoinGroupRequestProtocolCollection protocols(Client client) {
        var protocols = new JoinGroupRequestData.JoinGroupRequestProtocolCollection();
        for (String name : client.protocols) {
            ByteBuffer metadata = ConsumerProtocol.serializeSubscription(new Subscription(List.of(client.topic)), (short) 0);
            byte[] bytes = new byte[metadata.remaining()];
            metadata.get(bytes);
            protocols.add(new JoinGroupRequestData.JoinGroupRequestProtocol().setName(name).setMetadata(bytes));
        }
        return protocols;
    }

    void join(Client client) throws Exception {
        short version = client.version;
        var data = new JoinGroupRequestData().setGroupId(GROUP).setMemberId(client.id)
            .setGroupInstanceId(client.instance).setProtocolType("consumer").setProtocols(protocols(client))
            .setSessionTimeoutMs(client.session).setRebalanceTimeoutMs(version == 0 ? -1 : client.rebalance);
        ByteBuffer bytes = MessageUtil.toByteBufferAccessor(data, version).buffer();
        JoinGroupRequestData parsed = JoinGroupRequest.parse(new ByteBufferAccessor(bytes), version).data();
        ask((short) 11, version, data,
            () -> service.joinGroup(new Context(version, "client"), parsed, BufferSupplier.NO_CACHING),
            response -> hex(new JoinGroupResponse(response, version).data(), version)
        ).thenAccept(response -> {
            if (response.errorCode() == 0) {
                client.id = response.memberId();
                client.generation = response.generationId();
                client.leads = response.leader().equals(response.memberId()) && !response.skipAssignment();
                client.members = response.members().stream().map(m -> m.memberId()).toList();
            } else if (response.errorCode() == 79) {
                client.id = response.memberId();
            } else if (response.errorCode() == 25 || response.errorCode() == 82) {
                client.id = "";
            }
        });
    }

    void sync(Client client) throws Exception {
        short version = (short) Math.max(client.instance == null ? 0 : 3, pick(5));
        var data = new SyncGroupRequestData().setGroupId(GROUP).setMemberId(client.id)
            .setGroupInstanceId(client.instance).setGenerationId(client.generation);
        ClassicGroup group = group();
        if (version >= 5) data.setProtocolType("consumer").setProtocolName(
            group == null ? "a" : random.nextInt(8) == 0 ? "b" : group.protocolName().orElse("a"));
        if (client.leads) for (String member : client.members) {
            if (random.nextInt(10) > 0) data.assignments().add(new SyncGroupRequestData.SyncGroupRequestAssignment()
                .setMemberId(member).setAssignment(new byte[]{(byte) random.nextInt(100), (byte) client.generation}));
        }
        ask((short) 14, version, data,
            () -> service.syncGroup(new Context(version, "client"), data, BufferSupplier.NO_CACHING),
            response -> hex(new SyncGroupResponse(response).data(), version));
    }

    void heartbeat(Client client, int generation) throws Exception {
        short version = (short) Math.max(client.instance == null ? 0 : 3, pick(4));
        var data = new HeartbeatRequestData().setGroupId(GROUP).setMemberId(client.id)
            .setGroupInstanceId(client.instance).setGenerationId(generation);
        ask((short) 12, version, data, () -> service.heartbeat(new Context(version, "client"), data),
            response -> hex(response, version));
    }

    void leave(List<Client> leaving) throws Exception {
        boolean single = leaving.size() == 1 && leaving.get(0).instance == null;
        short version = (short) Math.max(single ? 0 : 3, pick(5));
        var data = new LeaveGroupRequestData().setGroupId(GROUP);
        if (version < 3) data.setMemberId(leaving.get(0).id);
        else for (Client client : leaving) data.members().add(new LeaveGroupRequestData.MemberIdentity()
            .setMemberId(client.instance != null && random.nextBoolean() ? "" : client.id)
            .setGroupInstanceId(client.instance));
        ByteBuffer bytes = MessageUtil.toByteBufferAccessor(data, version).buffer();
        var parsed = LeaveGroupRequest.parse(new ByteBufferAccessor(bytes), version).normalizedData();
        ask((short) 13, version, data, () -> service.leaveGroup(new Context(version, "client"), parsed),
            response -> hex(new LeaveGroupResponse(response, version).data(), version));
        for (Client client : leaving) client.id = "";
    }

    void commit(String member, String instance, int generation) throws Exception {
        short version = (short) Math.max(instance == null ? 2 : 7, 2 + random.nextInt(8));
        var topic = new OffsetCommitRequestData.OffsetCommitRequestTopic()
            .setName(List.of("t", "u").get(random.nextInt(2))).setTopicId(TOPIC_ID);
        topic.partitions().add(new OffsetCommitRequestData.OffsetCommitRequestPartition()
            .setPartitionIndex(random.nextInt(2)).setCommittedOffset(random.nextInt(1000))
            .setCommittedLeaderEpoch(version >= 6 ? random.nextInt(3) - 1 : -1)
            // A refused commit leaves a group in Kafka's memory that is in no log.
            .setCommittedMetadata(group() != null && random.nextInt(20) == 0 ? "m".repeat(21) : "m"));
        var data = new OffsetCommitRequestData().setGroupId(GROUP).setMemberId(member).setGroupInstanceId(instance)
            .setGenerationIdOrMemberEpoch(generation).setTopics(List.of(topic));
        if (version <= 4 && random.nextInt(4) == 0) data.setRetentionTimeMs(5_000 + random.nextInt(60_000));
        ask((short) 8, version, data,
            () -> service.commitOffsets(new Context(version, "client"), data, BufferSupplier.NO_CACHING),
            response -> hex(response, version));
    }

    void fetch() throws Exception {
        boolean all = random.nextBoolean();
        short version = (short) (2 + random.nextInt(8));
        boolean stable = version >= 7 && random.nextBoolean();
        var group = new OffsetFetchRequestData.OffsetFetchRequestGroup().setGroupId(GROUP).setTopics(null);
        if (!all) group.setTopics(List.of(new OffsetFetchRequestData.OffsetFetchRequestTopics().setName("t")
            .setPartitionIndexes(List.of(0, 1, 2)), new OffsetFetchRequestData.OffsetFetchRequestTopics().setName("u")
            .setPartitionIndexes(List.of(1))));
        var data = new OffsetFetchRequestData().setRequireStable(stable).setGroups(List.of(group));
        OffsetFetchRequest request = OffsetFetchRequest.Builder.forTopicNames(data, true).build(version);
        ask((short) 9, version, request.data(),
            () -> service.fetchOffsets(new Context(version, "client"), request.groups().get(0), stable),
            response -> hex(new OffsetFetchResponse.Builder(response).build(version).data(), version));
    }

    void deleteOffsets() throws Exception {
        var topics = new OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection();
        for (String name : List.of("t", "u")) topics.add(new OffsetDeleteRequestData.OffsetDeleteRequestTopic().setName(name)
            .setPartitions(List.of(new OffsetDeleteRequestData.OffsetDeleteRequestPartition().setPartitionIndex(0),
                new OffsetDeleteRequestData.OffsetDeleteRequestPartition().setPartitionIndex(1))));
        var data = new OffsetDeleteRequestData().setGroupId(GROUP).setTopics(topics);
        ask((short) 47, (short) 0, data,
            () -> service.deleteOffsets(new Context(0, "client"), data, BufferSupplier.NO_CACHING),
            response -> hex(response, (short) 0));
    }

    void deleteGroup() throws Exception {
        short version = pick(2);
        var data = new DeleteGroupsRequestData().setGroupsNames(List.of(GROUP));
        ask((short) 42, version, data,
            () -> service.deleteGroups(new Context(version, "client"), List.of(GROUP), BufferSupplier.NO_CACHING),
            response -> hex(new DeleteGroupsResponseData().setResults(response), version));
    }

    void describe() throws Exception {
        short version = pick(6);
        var data = new DescribeGroupsRequestData().setGroups(List.of(GROUP));
        ask((short) 15, version, data, () -> service.describeGroups(new Context(version, "client"), List.of(GROUP)),
            response -> {
                // The words of an error are nobody's protocol.
                response.forEach(group -> group.setErrorMessage(null));
                return hex(new DescribeGroupsResponseData().setGroups(response), version);
            });
    }

    void list() throws Exception {
        short version = pick(5);
        var data = new ListGroupsRequestData();
        if (version >= 4 && random.nextBoolean()) data.setStatesFilter(List.of("stable", "Empty"));
        if (version >= 5 && random.nextBoolean()) data.setTypesFilter(List.of("Classic", "share"));
        ask((short) 16, version, data, () -> service.listGroups(new Context(version, "client"), data),
            response -> hex(response, version));
    }

    Client newcomer() {
        Client client = new Client();
        client.instance = random.nextInt(3) == 0 ? "i" + random.nextInt(2) : null;
        client.version = (short) (client.instance == null ? random.nextInt(10) : 5 + random.nextInt(5));
        client.protocols = List.of(List.of("a"), List.of("a", "b"), List.of("b", "a")).get(random.nextInt(3));
        // Unlike any other sum of times, so that no two timers are due at the same moment.
        client.session = client.instance == null ? 6_000 + random.nextInt(8_000) : 9_001;
        client.rebalance = 5_000 + random.nextInt(15_000);
        return client;
    }

    /** What a client in its right mind would do now. */
    void actSensibly(Client client) throws Exception {
        ClassicGroup group = group();
        ClassicGroupMember member = group == null ? null : group.member(client.id);
        if (member == null) {
            if (group == null) client.id = "";
            join(client);
        } else if (member.isAwaitingJoin() || member.isAwaitingSync()) {
            pass(1 + random.nextInt(4_000));
        } else if (group.isInState(ClassicGroupState.PREPARING_REBALANCE)) {
            join(client);
        } else if (group.isInState(ClassicGroupState.COMPLETING_REBALANCE)) {
            sync(client);
        } else if (random.nextBoolean()) {
            heartbeat(client, client.generation);
        } else {
            commit(client.id, client.instance, client.generation);
        }
    }

    void act() throws Exception {
        int roll = random.nextInt(100);
        Client client = clients.isEmpty() ? null : clients.get(random.nextInt(clients.size()));
        if (client != null && clients.size() > 1 && random.nextInt(10) < 7) {
            actSensibly(client);
            return;
        }
        if (client == null || roll < 6 && clients.size() < 5) {
            clients.add(newcomer());
            join(clients.get(clients.size() - 1));
        } else if (roll < 30) {
            if (random.nextInt(6) == 0) client.topic = client.topic.equals("t") ? "u" : "t";
            if (client.instance != null && random.nextInt(4) == 0) client.id = "";
            if (client.id.isEmpty() || group() != null) join(client);
        } else if (roll < 52) {
            sync(client);
        } else if (roll < 66) {
            heartbeat(client, random.nextInt(10) == 0 ? client.generation + 1 : client.generation);
        } else if (roll < 76) {
            commit(client.id, client.instance, client.generation);
        } else if (roll < 79) {
            commit("", null, -1);
        } else if (roll < 83) {
            fetch();
        } else if (roll < 87) {
            leave(random.nextInt(3) == 0 ? clients : List.of(client));
        } else if (roll < 89) {
            deleteOffsets();
        } else if (roll < 91) {
            deleteGroup();
        } else if (roll < 95) {
            describe();
        } else if (roll < 96) {
            list();
        } else {
            pass(random.nextInt(3) == 0 ? 5_003 + random.nextInt(90_000) : 1 + random.nextInt(4_000));
        }
    }

    String run(int steps) throws Exception {
        for (int step = 0; step < steps && !ambiguous; step++) {
            int before = out.length();
            act();
            if (!ambiguous && random.nextInt(4) == 0) pass(1 + random.nextInt(900));
            // A step with a choice that is not Kafka's rule does not count.
            if (ambiguous) out.setLength(before);
        }
        return out.toString();
    }

    public static void main(String[] arguments) throws Exception {
        long from = Long.parseLong(arguments[0]);
        long to = Long.parseLong(arguments[1]);
        int steps = Integer.parseInt(arguments[2]);
        for (long seed = from; seed < to; seed++) System.out.print(new Oracle(seed).run(steps));
        System.exit(0);
    }
}
