// What tests see of services.mjs.
export declare class Services {
  constructor(dataHome: string);
  readonly url: string;
  start(options: { wishedPort: number; isPortFixed: boolean }): Promise<void>;
  stop(): Promise<void>;
}
