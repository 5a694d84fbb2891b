import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from '../prisma/generated/client';

export type Prisma = PrismaClient;

/** Prisma over the pool that the hot path uses: for typed reads, never for a commit. Ending the pool ends it. */
export const createPrisma = (pool: Pool): Prisma => new PrismaClient({ adapter: new PrismaPg(pool) });
