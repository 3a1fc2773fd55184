-- Reads the clock of the node that has the key, as the other scripts do. KEYS: the key. Answers with ms since the epoch.
local time = redis.call('TIME')
return time[1] * 1000 + math.floor(time[2] / 1000)
