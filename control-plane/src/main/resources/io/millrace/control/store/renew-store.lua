-- Gives the store another id, because changes that somebody has heard of are lost.
-- KEYS: meta hash. ARGV: the id that it has, the new one. Answers with 1, or 0 where it has another one already.
if redis.call('HGET', KEYS[1], 'store') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'store', ARGV[2])
return 1
