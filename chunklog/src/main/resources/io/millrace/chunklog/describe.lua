-- What some objects of a directory are. KEYS: index of the directory. ARGV: their names.
-- Returns a line for each that is there: name, length, modified and content type, separated by null characters.
local tag = string.sub(KEYS[1], 5)
local lines = {}
for _, name in ipairs(ARGV) do
  local generation, headers, length, modified =
    unpack(redis.call('HMGET', 'mr:o' .. tag .. name, 'generation', 'headers', 'length', 'modified'))
  if generation and redis.call('EXISTS', 'mr:c' .. tag .. name .. ':' .. generation) == 1 then
    lines[#lines + 1] = name .. '\0' .. length .. '\0' .. modified .. '\0' .. string.match(headers or '', '^[^\n]*')
  end
end
return table.concat(lines, '\n')
