import { useId } from 'react';

/** Kubari's sign: an envelope on its way. The same drawing is public/favicon.svg. */
export function LogoMark({ size = 32 }: { size?: number }) {
  // the sign may stand twice in a page, once hidden: a shared id would lose the gradient
  const gradient = useId();
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <defs>
        <linearGradient id={gradient} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#4a61c9" />
          <stop offset="1" stopColor="#15aabf" />
        </linearGradient>
      </defs>
      <rect width="32" height="32" rx="8" fill={`url(#${gradient})`} />
      <g fill="none" stroke="#fff" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M11.5 10h11a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-11" />
        <path d="m13 12.500 4.700 4.300a1.500 1.500 0 0 0 2 0l4.300-4.300M5.500 12.500h5M7.500 16h5M9.500 19.500h3" />
      </g>
    </svg>
  );
}
