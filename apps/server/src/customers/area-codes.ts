/**
 * How long the area codes (市外局番) of Japan are, 0 aside: prefixes of numbers, `271-273` being three of them. All other
 * numbers have a code of three digits. Source: the numbering plan of the Ministry of Internal Affairs and Communications.
 */
const ONE_DIGIT = ['3 420 4290 4292-4296 4299 4700-4701 4709 471 61-69'];

const TWO_DIGITS = [
  '11 1540-1541 1548 1550-1551 1557 177 188 196 199 221-222 2230-2231 2234-2239 227 230-232 236 239 245 249',
  '2500-2501 251-253 2540-2541 2550-2556 2559-2561 2570-2571 2575-2581 25917 25999 262 2640-2641 2646-2649',
  '271-273 275 2780-2781 2788-2789 281 2830-2831 2833-2834 286 2890-2895 290 2917 292 2930-2931 2935-2939 298',
  '421 4220-4221 423-427 4280-4281 4284-4286 4291 4297-4298 430-435 437 44-45 462 464 468 472-474 4750-4751',
  '4759 477 4790-4791 4799 481-489 492 4990-4991 4993 4995 4997 4999 52 530 534-535 5390-5395 53964-53973',
  '53975-53976 53978-53979 5398 540-543 546 549 552 559 580 582-583 588-593 5980-5981 5989-5991 5999 60 720',
  '722-724 726-729 734 75 760 762 764 769 775 777 78 792-793 7940-7945 7949-7951 7955-7956 7959-7961 7966-7967',
  '821-822 8240-8243 8249 825 828 8290-8291 82921-82929 82941-82943 8296 8299 832 8360 8370-8371 83766-83768',
  '8377-8381 8390-8395 83960-83961 83963 83966 8397-8399 849 8510-8511 860-862 86362-86365 86367-86369 864',
  '8650-8653 86552-86553 8658-8661 86691 86697-86698 86722-86724 86726 86728 86737-86738 8680-8681 8689-8691',
  '8694-8695 86990-86991 86994-86999 870-874 876 878 886 888 890-891 899 921-929 931-939 941 945 951 953 958',
  '961-963 971 975-976 981 988-989 9910-9911 9914-9919 992 99331 99343 99345 99347 9940-9941 9947-9948 998-999',
];

const FOUR_DIGITS = [
  '1267 1372 1374 1377 1392 1397-1398 1456-1457 1466 1547 1558 1564 1586-1587 1632 1634-1635 1648 1654-1656',
  '1658 4992 4994 4996 4998 5769 59792-59796 59799 7468 8387-8389 83962 83964-83965 83967-83969 8477 8512-8519',
  '9802 9912-9913 9969',
];

const LONGEST_PREFIX = 5;

const LENGTHS: ReadonlyMap<string, number> = new Map([
  ...expanded(ONE_DIGIT, 1),
  ...expanded(TWO_DIGITS, 2),
  ...expanded(FOUR_DIGITS, 4),
]);

function expanded(lines: readonly string[], length: number): [string, number][] {
  return lines
    .flatMap((line) => line.split(' '))
    .flatMap((range) => {
      const [first = '', last = first] = range.split('-');
      const count = Number(last) - Number(first) + 1;
      return Array.from({ length: count }, (_, i): [string, number] => [String(Number(first) + i), length]);
    });
}

/** Digits of the area code of a number of ten digits, its leading 0 included: 2 for 03-1234-5678. */
export function areaCodeLength(number: string): number {
  for (let end = 2; end <= LONGEST_PREFIX + 1; end += 1) {
    const length = LENGTHS.get(number.slice(1, end));
    if (length !== undefined) return length + 1;
  }
  return 4;
}
