-- Argo CD's health of a KafkaCluster, from the conditions in its status. README.md says how Argo CD gets it.
--
-- Degraded: only a human can go on, or clients are not served and nothing is being done about it.
-- Progressing: what runs is not yet what the manifest says, or nobody has looked at it yet.
-- Healthy: clients are served at the declared durability, and everything is as the manifest says.

local generation = obj.metadata.generation or 0
local seen = {}
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    -- what was said of an earlier manifest is not said of this one
    if (condition.observedGeneration or obj.status.observedGeneration or 0) >= generation then
      seen[condition.type] = condition
    end
  end
end

local function is(kind, status)
  return seen[kind] ~= nil and seen[kind].status == status
end

local function health(status, kind)
  local message = ""
  if seen[kind] ~= nil then
    message = seen[kind].reason or ""
    if seen[kind].message ~= nil and seen[kind].message ~= "" then
      message = message .. ": " .. seen[kind].message
    end
  end
  return {status = status, message = message}
end

if is("Stalled", "True") then
  return health("Degraded", "Stalled")
end
if is("Reconciling", "True") then
  return health("Progressing", "Reconciling")
end
if is("Ready", "True") then
  return health("Healthy", "Ready")
end
if is("Ready", "False") then
  return health("Degraded", "Ready")
end
if seen["Ready"] ~= nil then
  return health("Progressing", "Ready")
end
return {status = "Progressing", message = "the operator has not looked at this manifest yet"}
