import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ERASER_NAMES, type Eraser, type EraserName } from './eraser.types.js';

/** What every module forgets of an erased person; modules register theirs when they start. */
@Injectable()
export class Erasers implements OnApplicationBootstrap {
  private readonly erasers = new Map<EraserName, Eraser>();

  /** Call from onModuleInit. */
  register(eraser: Eraser): void {
    if (this.erasers.has(eraser.name)) throw new Error(`Two erasers are named ${eraser.name}`);
    this.erasers.set(eraser.name, eraser);
  }

  /** Both roles must know every eraser: a person is not erased by half. */
  onApplicationBootstrap(): void {
    const missing = ERASER_NAMES.filter((name) => !this.erasers.has(name));
    if (missing.length > 0) throw new Error(`No module registers the eraser ${missing.join(', ')}`);
  }

  get(name: EraserName): Eraser {
    const eraser = this.erasers.get(name);
    if (!eraser) throw new Error(`No module registers the eraser ${name}`);
    return eraser;
  }
}
