// The two scripts of the send rate. Redis runs each as one step and its clock is the only clock, so any number of
// workers share one rate. All times inside are microseconds.

/**
 * Several buckets, all or nothing. A bucket is the instant until which its mails are paid (GCRA's theoretical arrival
 * time). A grant is charged after it is given, so a chunk of n never waits for n tokens to gather; what the caller was
 * late by up to 100 ms is not lost. tx may borrow one second ahead, which is how it goes before bulk.
 *
 * KEYS: account bucket, domain bucket, AIMD state, tokens taken since GetAccount.
 * ARGV: want, lane, max rate, rate of the domain group (0: none), allowance of the day (-1: none).
 * Returns granted, milliseconds to wait, what limits.
 */
export const TAKE_TOKENS = `
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local want, lane, max = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local domain, allowance = tonumber(ARGV[4]), tonumber(ARGV[5])

if allowance >= 0 then
  want = math.min(want, allowance - tonumber(redis.call('GET', KEYS[4]) or '0'))
  if want <= 0 then return {0, 60000, 'daily-quota'} end
end

local state = redis.call('HMGET', KEYS[3], 'rate', 'cut_at', 'raised_at', 'held_until')
local rate = math.min(tonumber(state[1]) or max * 0.9, max * 0.95)
local cut_at, raised_at, held_until = tonumber(state[2]) or 0, tonumber(state[3]) or 0, tonumber(state[4]) or 0
if not state[1] then
  redis.call('HSET', KEYS[3], 'rate', tostring(rate), 'raised_at', string.format('%.0f', now))
  redis.call('EXPIRE', KEYS[3], 3600)
  raised_at = now
end
if now < held_until and lane == 'bulk' then return {0, math.ceil((held_until - now) / 1000), 'hold'} end
if now - cut_at > 10000000 and rate < max * 0.95 and now - raised_at > 200000 then
  local sending_for = math.min(now - raised_at, 1000000) / 1000000
  rate = math.min(max * 0.95, rate + max * 0.02 * sending_for)
  redis.call('HSET', KEYS[3], 'rate', tostring(rate), 'raised_at', string.format('%.0f', now))
  redis.call('EXPIRE', KEYS[3], 3600)
end
rate = math.max(rate, math.min(0.5, max))

local ahead = lane == 'tx' and 1000000 or 0
local account_tat = tonumber(redis.call('GET', KEYS[1]) or '0')
local domain_tat = domain > 0 and tonumber(redis.call('GET', KEYS[2]) or '0') or 0
local account_wait = account_tat - ahead - now
local domain_wait = domain_tat - ahead - now
if account_wait > 0 or domain_wait > 0 then
  if domain_wait > account_wait then return {0, math.ceil(domain_wait / 1000), 'domain'} end
  return {0, math.ceil(account_wait / 1000), 'account'}
end

local granted = math.min(want, math.max(1, math.floor(rate / 20)))
if domain > 0 then granted = math.min(granted, math.max(1, math.floor(domain / 20))) end
local function charge(key, tat, per_second)
  local paid = math.max(tat, now - 100000) + granted * 1000000 / per_second
  redis.call('SET', key, string.format('%.0f', paid), 'PX', math.max(1, math.ceil((paid - now) / 1000)) + 1000)
end
charge(KEYS[1], account_tat, rate)
if domain > 0 then charge(KEYS[2], domain_tat, domain) end
if allowance >= 0 then
  redis.call('INCRBY', KEYS[4], granted)
  redis.call('EXPIRE', KEYS[4], 3600)
end
return {granted, 0, 'nothing'}
`;

/** KEYS: AIMD state. ARGV: max rate. The first refusal of two seconds counts; the others are echoes of the same. */
export const SLOW_DOWN = `
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local max = tonumber(ARGV[1])
local state = redis.call('HMGET', KEYS[1], 'rate', 'cut_at')
if now - (tonumber(state[2]) or 0) < 2000000 then return 0 end
local rate = math.max(math.min(tonumber(state[1]) or max * 0.9, max * 0.95) * 0.7, 0.5)
local at = string.format('%.0f', now)
redis.call('HSET', KEYS[1], 'rate', tostring(rate), 'cut_at', at, 'raised_at', at,
  'held_until', string.format('%.0f', now + 1000000))
redis.call('EXPIRE', KEYS[1], 3600)
return 1
`;
